/// Takes a quantity of what a resource has left, once for each key.
@NullMarked
package dev.interlock.examples.unitdraw;

import org.jspecify.annotations.NullMarked;
