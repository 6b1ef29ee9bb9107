/// All bounds on time.
///
/// Internal: it may change in any release.
@NullMarked
package dev.interlock.limits;

import org.jspecify.annotations.NullMarked;
