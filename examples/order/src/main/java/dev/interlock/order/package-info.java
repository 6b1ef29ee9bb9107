/// An order, as a shop would write it with the Java client.
@NullMarked
package dev.interlock.order;

import org.jspecify.annotations.NullMarked;
