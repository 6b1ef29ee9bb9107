@NullMarked
package dev.interlock.console;

import org.jspecify.annotations.NullMarked;
