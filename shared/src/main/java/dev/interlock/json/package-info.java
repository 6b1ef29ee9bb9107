/// Reads JSON strictly, and writes it.
@NullMarked
package dev.interlock.json;

import org.jspecify.annotations.NullMarked;
