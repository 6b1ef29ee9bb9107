/// The cost of a call without the database.
@NullMarked
package dev.interlock.bench.call;

import org.jspecify.annotations.NullMarked;
