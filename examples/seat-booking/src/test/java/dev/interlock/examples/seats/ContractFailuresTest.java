package dev.interlock.examples.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.interlock.testkit.calls.FunctionWithRows;
import dev.interlock.testkit.contracts.FunctionContract;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// A mistake that would fail every inherited test fails one.
class ContractFailuresTest {

  /// The statement names a column that does not exist.
  static final class MistypedColumn extends FunctionContract {
    MistypedColumn() {
      super(
          new FunctionWithRows(new SeatBookingUnderTest()) {
            @Override
            public String sql() {
              return super.sql().replace("s.bookings", "s.bokings");
            }
          });
    }
  }

  /// The statement cannot be built.
  static final class UnknownWord extends FunctionContract {
    UnknownWord() {
      super(
          new FunctionWithRows(new SeatBookingUnderTest()) {
            @Override
            public String sql() {
              throw new IllegalArgumentException("seat-lost is no refusal");
            }
          });
    }
  }

  @Test
  void aTextThatTheDatabaseDoesNotAccept() {
    TestExecutionSummary summary = run(MistypedColumn.class);
    assertThat(summary.getTestsStartedCount()).isEqualTo(1);
    assertFailed(summary, "databaseAcceptsTheText()", "column s.bokings does not exist");
    assertFailed(summary, "databaseAcceptsTheText()", "Statement.databaseAcceptsTheText: ");
  }

  @Test
  void aStatementThatCannotBeBuilt() {
    TestExecutionSummary summary = run(UnknownWord.class);
    assertThat(summary.getTestsStartedCount()).isZero();
    assertFailed(summary, "Statement", "seat-lost is no refusal");
  }

  private static void assertFailed(TestExecutionSummary summary, String test, String message) {
    assertThat(summary.getFailures()).hasSize(1);
    assertThat(summary.getFailures().getFirst().getTestIdentifier().getDisplayName())
        .isEqualTo(test);
    assertThat(summary.getFailures().getFirst().getException()).hasMessageContaining(message);
  }

  private static TestExecutionSummary run(Class<? extends FunctionContract> tests) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
