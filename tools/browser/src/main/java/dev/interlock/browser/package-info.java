/// A real browser for the tests of pages.
@NullMarked
package dev.interlock.browser;

import org.jspecify.annotations.NullMarked;
