/// How figures change with connections and rows.
@NullMarked
package dev.interlock.bench.growth;

import org.jspecify.annotations.NullMarked;
