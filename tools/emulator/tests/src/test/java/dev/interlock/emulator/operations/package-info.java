/// Tests functions under operational faults: frozen and killed environments, silent wires,
/// failovers and rotated passwords.
package dev.interlock.emulator.operations;
