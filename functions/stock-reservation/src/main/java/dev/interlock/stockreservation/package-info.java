/// Sets stock aside until it is taken or the reservation expires, and shows what is reserved.
@NullMarked
package dev.interlock.stockreservation;

import org.jspecify.annotations.NullMarked;
