/// Lists what authors of functions may use, and compares it with what was published.
@NullMarked
package dev.interlock.testkit.surface;

import org.jspecify.annotations.NullMarked;
