/// A wire between clients and PostgreSQL that breaks when told to.
@NullMarked
package dev.interlock.wire;

import org.jspecify.annotations.NullMarked;
