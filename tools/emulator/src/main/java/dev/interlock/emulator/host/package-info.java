/// Access to the machine: free ports, process states, folders and files.
@NullMarked
package dev.interlock.emulator.host;

import org.jspecify.annotations.NullMarked;
