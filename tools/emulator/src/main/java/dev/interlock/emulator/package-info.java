/// Runs the functions of template.yaml on a local database, and keeps their data in a folder.
@NullMarked
package dev.interlock.emulator;

import org.jspecify.annotations.NullMarked;
