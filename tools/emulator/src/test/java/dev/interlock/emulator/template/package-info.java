/// What template.yaml promises of a deployment, held against what the functions do.
@NullMarked
package dev.interlock.emulator.template;

import org.jspecify.annotations.NullMarked;
