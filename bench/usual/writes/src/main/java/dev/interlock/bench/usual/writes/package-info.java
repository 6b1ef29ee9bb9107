/// What the usual functions have alike, so that they differ only in what is measured: requests, the
/// one call of the database, answers.
@NullMarked
package dev.interlock.bench.usual.writes;

import org.jspecify.annotations.NullMarked;
