/// What operations do to functions: environments are frozen and killed, wires fall silent,
/// passwords change.
package dev.interlock.emulator.operations;
