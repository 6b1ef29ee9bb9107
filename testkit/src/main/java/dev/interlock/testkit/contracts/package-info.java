/// What every function must do: abstract test classes, one for each part of the contract.
@NullMarked
package dev.interlock.testkit.contracts;

import org.jspecify.annotations.NullMarked;
