/// Sends events to the functions and compares their answers with the contract.
@NullMarked
package dev.interlock.emulator.replay;

import org.jspecify.annotations.NullMarked;
