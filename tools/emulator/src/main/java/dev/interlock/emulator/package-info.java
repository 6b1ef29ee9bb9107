/// AWS on one machine: the functions of template.yaml on a database, and the folder that keeps
/// both.
@NullMarked
package dev.interlock.emulator;

import org.jspecify.annotations.NullMarked;
