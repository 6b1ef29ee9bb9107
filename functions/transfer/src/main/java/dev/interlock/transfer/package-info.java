/// Moves money between two accounts, or says why not.
@NullMarked
package dev.interlock.transfer;

import org.jspecify.annotations.NullMarked;
