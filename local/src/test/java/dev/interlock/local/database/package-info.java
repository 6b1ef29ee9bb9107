@NullMarked
package dev.interlock.local.database;

import org.jspecify.annotations.NullMarked;
