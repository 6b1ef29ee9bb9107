/// Measured comparisons, side by side in one run.
@NullMarked
package dev.interlock.bench;

import org.jspecify.annotations.NullMarked;
