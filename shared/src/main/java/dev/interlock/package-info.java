/// What every function shares: the handler around each function's one step.
@NullMarked
package dev.interlock;

import org.jspecify.annotations.NullMarked;
