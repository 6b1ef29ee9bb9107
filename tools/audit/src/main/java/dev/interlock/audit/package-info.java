/// Proves a database's whole history: every invariant of the tables, whoever wrote them.
@NullMarked
package dev.interlock.audit;

import org.jspecify.annotations.NullMarked;
