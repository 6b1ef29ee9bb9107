@NullMarked
package dev.interlock.emulator.gateway;

import org.jspecify.annotations.NullMarked;
