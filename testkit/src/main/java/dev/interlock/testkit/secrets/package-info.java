/// Servers that hold a database's credentials.
///
/// Internal: it may change in any release.
@NullMarked
package dev.interlock.testkit.secrets;

import org.jspecify.annotations.NullMarked;
