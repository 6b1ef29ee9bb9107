/// Lets the wall clock of another JVM jump: a Java agent in a separate jar, and the offset that it
/// follows.
///
/// The classes are on the class path of the functions, so they use only the JDK.
@NullMarked
package dev.interlock.emulator.clock;

import org.jspecify.annotations.NullMarked;
