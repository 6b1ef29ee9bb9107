/// One line per invocation: the log and the metrics in one.
@NullMarked
package dev.interlock.telemetry;

import org.jspecify.annotations.NullMarked;
