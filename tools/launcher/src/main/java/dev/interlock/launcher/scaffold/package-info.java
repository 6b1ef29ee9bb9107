/// Writes the files of a new function, and adds its lines to those that all functions share.
@NullMarked
package dev.interlock.launcher.scaffold;

import org.jspecify.annotations.NullMarked;
