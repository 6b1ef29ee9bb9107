/// Servers that hold a database's credentials.
@NullMarked
package dev.interlock.testkit.secrets;

import org.jspecify.annotations.NullMarked;
