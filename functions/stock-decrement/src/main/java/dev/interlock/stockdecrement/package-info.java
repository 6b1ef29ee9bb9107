/// Takes stock out of a location, every line of an order or none, or says why not.
@NullMarked
package dev.interlock.stockdecrement;

import org.jspecify.annotations.NullMarked;
