/// What the benchmark has come to: as JSON with every value, as a page with tables and plots, and
/// as claims that hold or do not.
@NullMarked
package dev.interlock.bench.report;

import org.jspecify.annotations.NullMarked;
