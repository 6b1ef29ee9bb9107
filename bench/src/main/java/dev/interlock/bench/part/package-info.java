/// The parts of the benchmark: what each is given, and the figures that it reports.
@NullMarked
package dev.interlock.bench.part;

import org.jspecify.annotations.NullMarked;
