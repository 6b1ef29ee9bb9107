/// What each way loses when calls race.
@NullMarked
package dev.interlock.bench.anomaly;

import org.jspecify.annotations.NullMarked;
