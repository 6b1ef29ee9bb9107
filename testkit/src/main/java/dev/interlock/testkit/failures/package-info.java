/// The design's table of failures, forced on a real wire.
///
/// Internal: it may change in any release.
@NullMarked
package dev.interlock.testkit.failures;

import org.jspecify.annotations.NullMarked;
