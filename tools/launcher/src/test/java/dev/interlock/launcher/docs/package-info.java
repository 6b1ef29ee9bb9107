/// README and manual: what they show is run, linked and measured.
@NullMarked
package dev.interlock.launcher.docs;

import org.jspecify.annotations.NullMarked;
