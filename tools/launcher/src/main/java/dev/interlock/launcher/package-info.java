/// The command line, which runs all of Interlock on one machine.
@NullMarked
package dev.interlock.launcher;

import org.jspecify.annotations.NullMarked;
