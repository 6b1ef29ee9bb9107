/// The engine: conditional statements, the only retry loop, and what failures mean. It knows no
/// HTTP.
@NullMarked
package dev.interlock.write;

import org.jspecify.annotations.NullMarked;
