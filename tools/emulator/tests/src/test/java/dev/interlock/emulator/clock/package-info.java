/// Tests the rewriting of classes to a clock that can be moved.
package dev.interlock.emulator.clock;
