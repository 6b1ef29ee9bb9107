/// Stand-ins for the classes of AWS's runtime interface client that have native methods.
///
/// AWS ships that native library for Linux on x86-64 and ARM64. Elsewhere these classes come first
/// on the class path of an execution environment; everything else there is AWS's own. They are
/// packed into a jar that holds nothing else, because it is on the class path of functions.
@NullMarked
package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import org.jspecify.annotations.NullMarked;
