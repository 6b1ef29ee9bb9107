/// From an API Gateway event to a checked request, and from an answer to a response.
@NullMarked
package dev.interlock.api;

import org.jspecify.annotations.NullMarked;
