/// Audits a database's whole history: checks every invariant of the tables, whoever wrote them.
@NullMarked
package dev.interlock.audit;

import org.jspecify.annotations.NullMarked;
