/// Races of many callers.
@NullMarked
package dev.interlock.testkit.races;

import org.jspecify.annotations.NullMarked;
