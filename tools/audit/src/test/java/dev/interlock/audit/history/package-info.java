@NullMarked
package dev.interlock.audit.history;

import org.jspecify.annotations.NullMarked;
