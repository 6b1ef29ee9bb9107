/// Writes one line per invocation, which is both log and metrics.
@NullMarked
package dev.interlock.telemetry;

import org.jspecify.annotations.NullMarked;
