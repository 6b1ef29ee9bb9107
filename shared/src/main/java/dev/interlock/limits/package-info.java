/// How long anything may take.
@NullMarked
package dev.interlock.limits;

import org.jspecify.annotations.NullMarked;
