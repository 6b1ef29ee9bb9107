/// Tests the rights of the functions' role.
@NullMarked
package dev.interlock.emulator.rights;

import org.jspecify.annotations.NullMarked;
