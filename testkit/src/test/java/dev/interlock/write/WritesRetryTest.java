package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.interlock.database.Database;
import dev.interlock.testkit.connections.InterceptedDataSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The retry loop: how often and how long it retries, and what it reports when it gives up. Each
/// function's failure table has the failures that it retries.
class WritesRetryTest extends RetryTests {

  @Test
  void conflictOnEveryAttemptIsContentionThatListsEachInOrder() {
    ContentionException gaveUp =
        catchThrowableOfType(
            ContentionException.class,
            () -> decide(Failing.statements("40001", "40P01", "23505", "40001", "x"), QUICK));
    assertThat(states(gaveUp)).containsExactly("40001", "40P01", "23505", "40001");
    assertThat(attempts.count()).isEqualTo(4);
    assertThat(command.keysIn(DATABASE)).isZero();
  }

  @Test
  void singleAttemptIsNotRetried() {
    RetryLimits once = new RetryLimits(1, Duration.ofMillis(1), Duration.ofMillis(1));
    ContentionException gaveUp =
        catchThrowableOfType(
            ContentionException.class, () -> decide(Failing.statements("40001"), once));
    assertThat(states(gaveUp)).containsExactly("40001");
    assertThat(attempts.count()).isEqualTo(1);
  }

  @Test
  void deadlineEndsRetriesBeforeTheAttemptsRunOut() {
    RetryLimits endless = new RetryLimits(1_000_000, Duration.ofMillis(50), Duration.ofMillis(50));
    Attempts short_ = new Attempts(Deadline.in(Duration.ofMillis(400)));
    long start = System.nanoTime();
    try (Database pool = Database.of(DATABASE.environment())) {
      Database database =
          new InterceptedDataSource(pool::open, Failing.statements(times(1_000, "40001")))
              ::getConnection;
      StatementRunner writes = new StatementRunner(database, endless, new Random(7));
      assertThatThrownBy(() -> writes.decide(statement, command, short_))
          .isInstanceOf(ContentionException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(short_.count()).isBetween(2, 999);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P05", "26000"})
  void statementPreparedInAnotherSessionIsReportedWithTheSetting(String state) {
    assertThatThrownBy(() -> decide(Failing.statements(state), QUICK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DATABASE_POOLER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25006", "0A000"})
  void readOnlyServerIsLeftForANewConnection(String state) {
    assertThat(decide(Failing.statements(state), QUICK).replayed()).isFalse();
    attempts = new Attempts(Deadline.in(Duration.ofSeconds(20)));
    DatabaseUnavailableException gaveUp =
        catchThrowableOfType(
            DatabaseUnavailableException.class,
            () -> decide(Failing.statements(times(9, state)), QUICK));
    assertThat(states(gaveUp)).containsExactly(times(4, state));
  }

  @Test
  void rehearsalEndsWithTheFirstRefusalToWrite() {
    Attempts rehearsal = Attempts.ofRehearsal(Deadline.in(Duration.ofSeconds(20)));
    assertThatThrownBy(() -> decide(Failing.statements("25006"), QUICK, rehearsal))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rehearsal.count()).isEqualTo(1);
  }

  @Test
  void uniqueKeyThatIsViolatedByEveryAttemptIsAStrayRow() {
    RetryLimits many = new RetryLimits(40, Duration.ofMillis(1), Duration.ofMillis(2));
    assertThatThrownBy(() -> decide(Failing.statements(times(40, "23505")), many))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none of our statements wrote");
    assertThat(attempts.count()).isEqualTo(5);
    // If other calls now and then win the key, it is contention.
    attempts = new Attempts(Deadline.in(Duration.ofSeconds(20)));
    String[] mixed = times(8, "23505");
    mixed[3] = "40001";
    assertThat(decide(Failing.statements(Arrays.copyOf(mixed, 7)), many).replayed()).isFalse();
  }

  @Test
  void lostOutcomeStaysUnknownWhateverFollows() {
    OutcomeUnknownException gaveUp =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () -> decide(Failing.statements("08006", "40001", "40001", "40001"), QUICK));
    assertThat(states(gaveUp)).containsExactly("08006", "40001", "40001", "40001");
    assertThatThrownBy(() -> decide(Failing.statements("08006", "42601"), QUICK))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void lockThatIsNotOnTheKeyIsContention() {
    // Each lock that is not granted in time is followed by the question whether it was the key's.
    ContentionException gaveUp =
        catchThrowableOfType(
            ContentionException.class,
            () ->
                decide(
                    Failing.statements(
                        "55P03", "", "", "55P03", "", "", "55P03", "", "", "55P03", "", ""),
                    QUICK));
    assertThat(states(gaveUp)).containsExactly("55P03", "55P03", "55P03", "55P03");
    assertThat(command.keysIn(DATABASE)).isZero();
  }
}
