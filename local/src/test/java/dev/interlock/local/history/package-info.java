@NullMarked
package dev.interlock.local.history;

import org.jspecify.annotations.NullMarked;
