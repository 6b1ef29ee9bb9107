/// What the functions' role may do.
@NullMarked
package dev.interlock.emulator.rights;

import org.jspecify.annotations.NullMarked;
