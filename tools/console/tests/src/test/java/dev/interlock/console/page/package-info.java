/// Tests of the console's page in a real browser, on a real stack.
@NullMarked
package dev.interlock.console.page;

import org.jspecify.annotations.NullMarked;
