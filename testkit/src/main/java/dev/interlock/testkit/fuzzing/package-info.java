/// Events broken at random.
///
/// Internal: it may change in any release.
@NullMarked
package dev.interlock.testkit.fuzzing;

import org.jspecify.annotations.NullMarked;
