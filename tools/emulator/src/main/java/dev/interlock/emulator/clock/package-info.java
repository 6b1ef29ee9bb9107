/// Lets the wall clock of another JVM jump: an agent in a jar of its own, and what moves it.
///
/// Its classes lie on the class path of the functions, so they use the JDK and nothing else.
@NullMarked
package dev.interlock.emulator.clock;

import org.jspecify.annotations.NullMarked;
