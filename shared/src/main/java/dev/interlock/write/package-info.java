/// Runs conditional statements: the only retry loop, and what its failures mean.
@NullMarked
package dev.interlock.write;

import org.jspecify.annotations.NullMarked;
