/// How all plots look: as SVG, text as text, in colours that are told apart.
@NullMarked
package dev.interlock.plots;

import org.jspecify.annotations.NullMarked;
