/// What `./interlock race` shows: every sentence about a race, as text, JSON and SVG.
@NullMarked
package dev.interlock.launcher.race;

import org.jspecify.annotations.NullMarked;
