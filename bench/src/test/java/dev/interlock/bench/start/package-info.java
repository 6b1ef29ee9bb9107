@NullMarked
package dev.interlock.bench.start;

import org.jspecify.annotations.NullMarked;
