@NullMarked
package dev.interlock.emulator.lambda;

import org.jspecify.annotations.NullMarked;
