/// Opens a function's one connection: address, settings, credential, pool.
@NullMarked
package dev.interlock.database;

import org.jspecify.annotations.NullMarked;
