/// Calls the Interlock API for programs in Java 17 or later. Start at `InterlockClient`.
@NullMarked
package dev.interlock.client;

import org.jspecify.annotations.NullMarked;
