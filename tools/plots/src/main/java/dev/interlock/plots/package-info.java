/// The common style of all plots: SVG with real text, in distinguishable colours.
@NullMarked
package dev.interlock.plots;

import org.jspecify.annotations.NullMarked;
