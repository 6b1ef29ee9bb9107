/// A page for people that shows a running stack, and lets them break it.
///
/// The server sends JSON and the files of the page, and builds no HTML. It works only while a page
/// is open: see [Watch].
@NullMarked
package dev.interlock.console;

import org.jspecify.annotations.NullMarked;
