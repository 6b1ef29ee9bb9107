/// Injects faults into a running stack while callers use it, and records every exchange.
@NullMarked
package dev.interlock.soak;

import org.jspecify.annotations.NullMarked;
