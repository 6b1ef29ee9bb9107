/// The whole of Interlock on one machine.
@NullMarked
package dev.interlock.launcher;

import org.jspecify.annotations.NullMarked;
