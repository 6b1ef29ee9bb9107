/// Starts or reaches the database of a local stack, and prepares it for the functions.
@NullMarked
package dev.interlock.emulator.database;

import org.jspecify.annotations.NullMarked;
