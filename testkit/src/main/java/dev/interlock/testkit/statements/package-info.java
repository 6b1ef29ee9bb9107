/// The SQL of functions: its checked-in text, its plan, and mutants without a guard.
@NullMarked
package dev.interlock.testkit.statements;

import org.jspecify.annotations.NullMarked;
