/// Sets money aside for one destination until it is settled or expires, and shows what is held.
@NullMarked
package dev.interlock.hold;

import org.jspecify.annotations.NullMarked;
