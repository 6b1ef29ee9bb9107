/// Seals: digests of the journals and keys, which a later audit compares with the tables.
@NullMarked
package dev.interlock.audit.seal;

import org.jspecify.annotations.NullMarked;
