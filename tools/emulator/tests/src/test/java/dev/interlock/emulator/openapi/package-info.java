/// Compares openapi.yaml with what the functions, the gateway and the template do.
@NullMarked
package dev.interlock.emulator.openapi;

import org.jspecify.annotations.NullMarked;
