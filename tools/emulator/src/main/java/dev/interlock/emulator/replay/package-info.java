/// Events sent through the functions, and what comes back compared with the contract's answers.
@NullMarked
package dev.interlock.emulator.replay;

import org.jspecify.annotations.NullMarked;
