/// The TypeScript client on the local stack, in Node and in a browser.
@NullMarked
package dev.interlock.typescript;

import org.jspecify.annotations.NullMarked;
