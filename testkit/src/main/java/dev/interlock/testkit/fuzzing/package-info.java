/// Events broken at random.
@NullMarked
package dev.interlock.testkit.fuzzing;

import org.jspecify.annotations.NullMarked;
