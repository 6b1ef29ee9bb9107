/// What the back office does: opens, closes and reopens accounts, opens locations and stock rows,
/// pays money in and out, receives, counts and moves stock.
///
/// Each is a conditional statement with a key, as a function's is, and leaves its rows in the same
/// journals. The owner of the tables runs it.
@NullMarked
package dev.interlock.office;

import org.jspecify.annotations.NullMarked;
