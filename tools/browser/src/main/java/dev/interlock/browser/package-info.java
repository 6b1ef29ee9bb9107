/// A real browser, and a local stack that serves it, for the tests of pages.
@NullMarked
package dev.interlock.browser;

import org.jspecify.annotations.NullMarked;
