@NullMarked
package dev.interlock.emulator.replay;

import org.jspecify.annotations.NullMarked;
