/// The design's table of failures, forced on a real wire.
@NullMarked
package dev.interlock.testkit.failures;

import org.jspecify.annotations.NullMarked;
