/// Well-known races whose interleaving is forced, and what each participant does in them.
@NullMarked
package dev.interlock.races;

import org.jspecify.annotations.NullMarked;
