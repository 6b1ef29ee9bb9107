/// The base class of all handlers, and the rehearsal before a snapshot.
@NullMarked
package dev.interlock;

import org.jspecify.annotations.NullMarked;
