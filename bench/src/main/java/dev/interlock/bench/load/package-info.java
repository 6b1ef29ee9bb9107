/// Throughput and latency, side by side.
@NullMarked
package dev.interlock.bench.load;

import org.jspecify.annotations.NullMarked;
