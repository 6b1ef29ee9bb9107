/// What a call costs besides the database.
@NullMarked
package dev.interlock.bench.call;

import org.jspecify.annotations.NullMarked;
