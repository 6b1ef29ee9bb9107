/// The database of a local stack: started or reached, and made ready.
@NullMarked
package dev.interlock.local.database;

import org.jspecify.annotations.NullMarked;
