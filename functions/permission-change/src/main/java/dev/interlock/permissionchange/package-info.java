/// Gives and takes roles on accounts and locations, or says why not.
@NullMarked
package dev.interlock.permissionchange;

import org.jspecify.annotations.NullMarked;
