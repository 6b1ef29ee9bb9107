/// What API Gateway's HTTP API is to a caller, and the issuer of the tokens that it believes.
@NullMarked
package dev.interlock.emulator.gateway;

import org.jspecify.annotations.NullMarked;
