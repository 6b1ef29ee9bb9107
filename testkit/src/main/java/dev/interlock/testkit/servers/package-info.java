/// Databases on real servers, and what their servers know of sessions.
@NullMarked
package dev.interlock.testkit.servers;

import org.jspecify.annotations.NullMarked;
