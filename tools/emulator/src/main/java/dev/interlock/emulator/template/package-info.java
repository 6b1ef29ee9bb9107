/// Reads the parts of template.yaml that a local stack needs.
@NullMarked
package dev.interlock.emulator.template;

import org.jspecify.annotations.NullMarked;
