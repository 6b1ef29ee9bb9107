package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.FunctionUnderTest;
import org.junit.jupiter.api.Nested;

/// The test class to inherit for a function that writes: everything that every function must do.
///
/// Each nested class is a part of it, and each failure names the mistake: see
/// `docs/write-your-own.md`. If the database does not accept the tables or the statement, only the
/// test that says so fails, and no other runs.
public abstract class FunctionContract extends FunctionChecks {

  /// The tests of a function.
  protected FunctionContract(FunctionUnderTest underTest) {
    super(underTest);
  }

  @Nested
  class Mistakes extends KnownMistakes {
    Mistakes() {
      super(underTest);
    }
  }
}
