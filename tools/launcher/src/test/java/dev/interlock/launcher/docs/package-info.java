/// Checks README and docs: runs their commands, follows their links, compares their figures.
@NullMarked
package dev.interlock.launcher.docs;

import org.jspecify.annotations.NullMarked;
