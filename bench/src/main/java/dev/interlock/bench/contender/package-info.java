/// Everybody's way of doing the three writes.
@NullMarked
package dev.interlock.bench.contender;

import org.jspecify.annotations.NullMarked;
