/// The result of a soak, as a page and as JSON, and its progress as a table.
@NullMarked
package dev.interlock.soak.report;

import org.jspecify.annotations.NullMarked;
