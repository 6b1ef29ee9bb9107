/// The results of the benchmark: a JSON file with every value, a page with tables and plots, and
/// the outcomes of the claims.
@NullMarked
package dev.interlock.bench.report;

import org.jspecify.annotations.NullMarked;
