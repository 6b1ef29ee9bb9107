@NullMarked
package dev.interlock.emulator.database;

import org.jspecify.annotations.NullMarked;
