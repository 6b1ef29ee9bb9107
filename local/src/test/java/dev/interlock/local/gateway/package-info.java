@NullMarked
package dev.interlock.local.gateway;

import org.jspecify.annotations.NullMarked;
