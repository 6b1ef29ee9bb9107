/// Events sent through the functions, and what comes back compared with the contract's answers.
@NullMarked
package dev.interlock.local.replay;

import org.jspecify.annotations.NullMarked;
