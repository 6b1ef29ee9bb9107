/// What the tables contain: invariants, snapshots, and rows beside the demo data.
@NullMarked
package dev.interlock.testkit.tables;

import org.jspecify.annotations.NullMarked;
