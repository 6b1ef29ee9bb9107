/// Audits a database's whole history: checks every invariant of the tables, no matter what wrote to
/// them.
@NullMarked
package dev.interlock.audit;

import org.jspecify.annotations.NullMarked;
