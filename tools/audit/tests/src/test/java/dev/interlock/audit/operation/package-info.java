/// What the audit knows of each operation, compared with the function that serves it.
@NullMarked
package dev.interlock.audit.operation;

import org.jspecify.annotations.NullMarked;
