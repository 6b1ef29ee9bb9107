/// The machine underneath: free ports, process states, folders.
@NullMarked
package dev.interlock.emulator.host;

import org.jspecify.annotations.NullMarked;
