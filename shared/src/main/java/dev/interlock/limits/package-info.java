/// All bounds on time.
@NullMarked
package dev.interlock.limits;

import org.jspecify.annotations.NullMarked;
