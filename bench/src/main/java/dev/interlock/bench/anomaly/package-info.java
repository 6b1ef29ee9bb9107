/// The anomalies of each contender when calls race.
@NullMarked
package dev.interlock.bench.anomaly;

import org.jspecify.annotations.NullMarked;
