/// What stands between a function and its database, to count, change or break calls.
@NullMarked
package dev.interlock.testkit.connections;

import org.jspecify.annotations.NullMarked;
