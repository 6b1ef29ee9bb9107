/// Seals: what an audit found, in a form that the next audit can compare with the tables.
@NullMarked
package dev.interlock.audit.seal;

import org.jspecify.annotations.NullMarked;
