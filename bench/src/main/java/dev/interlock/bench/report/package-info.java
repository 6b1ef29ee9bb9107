/// Figures made into tables, plots and claims.
@NullMarked
package dev.interlock.bench.report;

import org.jspecify.annotations.NullMarked;
