/// Emulates an HTTP API of API Gateway, and the issuer of the tokens that it accepts.
@NullMarked
package dev.interlock.emulator.gateway;

import org.jspecify.annotations.NullMarked;
