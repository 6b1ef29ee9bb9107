/// Shared by the usual implementations, so that they differ only in what is measured: requests, the
/// database call, answers.
@NullMarked
package dev.interlock.bench.usual.writes;

import org.jspecify.annotations.NullMarked;
