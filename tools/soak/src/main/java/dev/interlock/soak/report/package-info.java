/// What a soak has come to, as a page, as JSON and, while it runs, as a table.
@NullMarked
package dev.interlock.soak.report;

import org.jspecify.annotations.NullMarked;
