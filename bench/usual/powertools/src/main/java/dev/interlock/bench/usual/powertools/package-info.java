/// The three functions with Powertools for AWS Lambda (logging and metrics, by its functional API),
/// AWS's event classes, Jackson and HikariCP.
@NullMarked
package dev.interlock.bench.usual.powertools;

import org.jspecify.annotations.NullMarked;
