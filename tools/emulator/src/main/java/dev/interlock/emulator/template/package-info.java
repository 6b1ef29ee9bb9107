/// Reads what of template.yaml matters on one machine.
@NullMarked
package dev.interlock.emulator.template;

import org.jspecify.annotations.NullMarked;
