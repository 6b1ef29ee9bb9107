/// Tests of the stand-ins, which only AWS's own package can see.
@NullMarked
package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import org.jspecify.annotations.NullMarked;
