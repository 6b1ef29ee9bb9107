/// Functions of the tests.
@NullMarked
package dev.interlock.local.functions;

import org.jspecify.annotations.NullMarked;
