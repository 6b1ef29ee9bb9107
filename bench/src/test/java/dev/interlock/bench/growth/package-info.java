/// Tests of growth, on a real server.
@NullMarked
package dev.interlock.bench.growth;

import org.jspecify.annotations.NullMarked;
