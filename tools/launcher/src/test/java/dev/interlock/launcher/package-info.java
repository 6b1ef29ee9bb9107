@NullMarked
package dev.interlock.launcher;

import org.jspecify.annotations.NullMarked;
