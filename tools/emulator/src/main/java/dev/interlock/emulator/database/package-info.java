/// The database of a local stack: started or reached, and made ready.
@NullMarked
package dev.interlock.emulator.database;

import org.jspecify.annotations.NullMarked;
