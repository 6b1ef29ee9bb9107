/// The whole of Interlock on one machine.
@NullMarked
package dev.interlock.local;

import org.jspecify.annotations.NullMarked;
