/// The engine: conditional statements, the only retry loop, and the meaning of failures. It does
/// not depend on HTTP.
@NullMarked
package dev.interlock.write;

import org.jspecify.annotations.NullMarked;
