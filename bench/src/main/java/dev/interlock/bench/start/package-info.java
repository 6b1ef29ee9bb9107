/// What it takes from a process to its first answer.
@NullMarked
package dev.interlock.bench.start;

import org.jspecify.annotations.NullMarked;
