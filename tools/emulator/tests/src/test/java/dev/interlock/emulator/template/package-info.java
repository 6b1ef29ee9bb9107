/// Checks template.yaml against rules and against the behaviour of the functions.
@NullMarked
package dev.interlock.emulator.template;

import org.jspecify.annotations.NullMarked;
