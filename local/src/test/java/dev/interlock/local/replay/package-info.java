@NullMarked
package dev.interlock.local.replay;

import org.jspecify.annotations.NullMarked;
