/// What a call costs, and that it is a call that is measured.
@NullMarked
package dev.interlock.bench.call;

import org.jspecify.annotations.NullMarked;
