/// The contenders: Interlock, and other ways of doing the same writes.
@NullMarked
package dev.interlock.races.contender;

import org.jspecify.annotations.NullMarked;
