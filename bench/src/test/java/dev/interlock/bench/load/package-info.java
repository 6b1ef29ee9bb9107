/// What the loads promise, on a real server.
@NullMarked
package dev.interlock.bench.load;

import org.jspecify.annotations.NullMarked;
