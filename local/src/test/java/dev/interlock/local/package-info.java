@NullMarked
package dev.interlock.local;

import org.jspecify.annotations.NullMarked;
