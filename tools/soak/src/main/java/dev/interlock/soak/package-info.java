/// Breaks a running stack on purpose while callers use it, and proves what came of it.
@NullMarked
package dev.interlock.soak;

import org.jspecify.annotations.NullMarked;
