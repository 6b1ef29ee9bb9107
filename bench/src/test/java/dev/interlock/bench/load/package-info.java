/// Tests of the loads, on a real server.
@NullMarked
package dev.interlock.bench.load;

import org.jspecify.annotations.NullMarked;
