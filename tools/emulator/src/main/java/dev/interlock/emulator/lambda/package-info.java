/// What Lambda is to a function: execution environments and the runtime API that they poll.
@NullMarked
package dev.interlock.emulator.lambda;

import org.jspecify.annotations.NullMarked;
