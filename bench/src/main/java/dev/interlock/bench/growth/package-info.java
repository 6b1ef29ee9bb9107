/// How throughput and latency change with the numbers of connections and rows.
@NullMarked
package dev.interlock.bench.growth;

import org.jspecify.annotations.NullMarked;
