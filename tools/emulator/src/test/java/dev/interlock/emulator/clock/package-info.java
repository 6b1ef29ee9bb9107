/// What the functions' classes are rewritten to when their clock is to be moved.
package dev.interlock.emulator.clock;
