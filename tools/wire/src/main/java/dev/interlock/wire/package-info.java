/// Injects network faults between clients and PostgreSQL.
@NullMarked
package dev.interlock.wire;

import org.jspecify.annotations.NullMarked;
