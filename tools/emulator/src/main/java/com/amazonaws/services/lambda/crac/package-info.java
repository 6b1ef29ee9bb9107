/// Stand-in for the one class of AWS's snapshot hooks that has a native method.
@NullMarked
package com.amazonaws.services.lambda.crac;

import org.jspecify.annotations.NullMarked;
