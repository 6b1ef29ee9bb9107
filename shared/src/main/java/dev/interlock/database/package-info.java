/// How a function comes to its one connection.
@NullMarked
package dev.interlock.database;

import org.jspecify.annotations.NullMarked;
