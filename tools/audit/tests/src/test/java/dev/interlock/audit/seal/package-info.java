@NullMarked
package dev.interlock.audit.seal;

import org.jspecify.annotations.NullMarked;
