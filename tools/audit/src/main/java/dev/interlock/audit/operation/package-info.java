/// The operations of the HTTP API, and what a tool must know of each.
@NullMarked
package dev.interlock.audit.operation;

import org.jspecify.annotations.NullMarked;
