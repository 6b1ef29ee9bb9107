@NullMarked
package dev.interlock.local.lambda;

import org.jspecify.annotations.NullMarked;
