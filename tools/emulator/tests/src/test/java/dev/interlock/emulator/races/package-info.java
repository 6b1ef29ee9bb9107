/// Races between functions of several modules, on the statements of all of them.
@NullMarked
package dev.interlock.emulator.races;

import org.jspecify.annotations.NullMarked;
