/// Events for functions, and the answers and log lines they give.
@NullMarked
package dev.interlock.testkit.calls;

import org.jspecify.annotations.NullMarked;
