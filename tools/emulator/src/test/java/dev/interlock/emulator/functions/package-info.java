/// Functions of the tests.
@NullMarked
package dev.interlock.emulator.functions;

import org.jspecify.annotations.NullMarked;
