/// The tables of a database as their owner sees them: the scripts that functions bring for their
/// own tables, and what the catalogue lists.
@NullMarked
package dev.interlock.office.tables;

import org.jspecify.annotations.NullMarked;
