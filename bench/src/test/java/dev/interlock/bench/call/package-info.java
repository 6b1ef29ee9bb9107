/// Tests of the cost of a call, and of the recorded server that answers it.
@NullMarked
package dev.interlock.bench.call;

import org.jspecify.annotations.NullMarked;
