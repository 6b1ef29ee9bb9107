/// A project outside the reactor, with nothing of this one but its published artifacts.
@NullMarked
package dev.interlock.launcher.outside;

import org.jspecify.annotations.NullMarked;
