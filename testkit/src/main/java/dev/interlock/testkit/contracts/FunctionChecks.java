package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.FunctionUnderTest;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// The checks of [FunctionContract] without [KnownMistakes], which show that the checks can fail.
///
/// For a function like another one in which the mistakes are made.
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@ExtendWith(ContractFailures.class)
public abstract class FunctionChecks {

  final FunctionUnderTest underTest;

  /// The tests of a function.
  protected FunctionChecks(FunctionUnderTest underTest) {
    this.underTest = underTest;
  }

  @Nested
  @Order(1)
  class Statement extends StatementRules {
    Statement() {
      super(underTest);
    }
  }

  @Nested
  class Request extends RequestRules {
    Request() {
      super(underTest);
    }
  }

  @Nested
  class Refused extends Refusals {
    Refused() {
      super(underTest);
    }
  }

  @Nested
  class SentAgain extends KeptAnswers {
    SentAgain() {
      super(underTest);
    }
  }

  @Nested
  class InProgress extends RequestsInProgress {
    InProgress() {
      super(underTest);
    }
  }

  @Nested
  class OutcomeUnknown extends UnknownOutcomes {
    OutcomeUnknown() {
      super(underTest);
    }
  }

  @Nested
  class Connection extends Lifecycles {
    Connection() {
      super(underTest);
    }
  }

  @Nested
  class RoundTrip extends RoundTrips {
    RoundTrip() {
      super(underTest);
    }
  }

  @Nested
  class Revoked extends RevokedGrants {
    Revoked() {
      super(underTest);
    }
  }

  @Nested
  class AtOnce extends ConcurrentCalls {
    AtOnce() {
      super(underTest);
    }
  }

  @Nested
  class Queued extends QueuedCalls {
    Queued() {
      super(underTest);
    }
  }
}
