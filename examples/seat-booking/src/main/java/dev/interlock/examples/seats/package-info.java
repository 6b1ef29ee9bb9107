/// A complete example of a function that checks a caller's role: books a seat of a show once, and
/// at most four of them for each caller.
@NullMarked
package dev.interlock.examples.seats;

import org.jspecify.annotations.NullMarked;
