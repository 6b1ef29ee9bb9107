/// What the functions' role may do.
@NullMarked
package dev.interlock.local.rights;

import org.jspecify.annotations.NullMarked;
