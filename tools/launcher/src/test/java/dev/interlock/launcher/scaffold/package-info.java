/// Tests of the functions that `./interlock new` writes.
@NullMarked
package dev.interlock.launcher.scaffold;

import org.jspecify.annotations.NullMarked;
