/// The three functions with AWS's event classes, Jackson and one kept connection, and nothing else.
@NullMarked
package dev.interlock.bench.usual.plain;

import org.jspecify.annotations.NullMarked;
