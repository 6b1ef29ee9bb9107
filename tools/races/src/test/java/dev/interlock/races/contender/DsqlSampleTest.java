package dev.interlock.races.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What AWS's sample for Aurora DSQL accepts, refuses and retries, as the notes describe it.
@Timeout(60)
class DsqlSampleTest {

  private static final UUID ALICES = UUID.fromString("a0000000-0000-4000-8000-000000000001");
  private static final UUID BOBS = UUID.fromString("a0000000-0000-4000-8000-000000000002");

  private static final TestDatabase DATABASE = TestDatabase.create();

  /// Fails the first `%2$s` updates of an account with the SQLSTATE `%1$s`. A sequence counts them,
  /// because a rollback does not take it back.
  private static final String FAILING_UPDATES =
      """
      CREATE SEQUENCE tries;
      GRANT USAGE ON SEQUENCE tries TO PUBLIC;
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('tries') <= %2$s THEN
          RAISE EXCEPTION 'not now' USING ERRCODE = '%1$s';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER failing BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION fail()
      """;

  @BeforeEach
  void reset() {
    DATABASE.run("DROP TRIGGER IF EXISTS failing ON account");
    DATABASE.run("DROP FUNCTION IF EXISTS fail");
    DATABASE.run("DROP SEQUENCE IF EXISTS tries");
    DATABASE.reset();
  }

  @Test
  void aStrangerTakesMoneyByANegativeAmount() throws SQLException {
    try (ContenderSession session = new DsqlSample().open(functions())) {
      assertThat(session.run(transfer("mallory", BOBS, ALICES, -700))).isEqualTo(Result.ACCEPTED);
    }

    assertThat(balance(BOBS)).isEqualTo(50_700);
    assertThat(balance(ALICES)).isEqualTo(99_300);
  }

  /// Our tables have a CHECK on the balance. The sample's table has none, so the sample checks.
  @Test
  void anOverdraftIsRefusedWithoutACheckInTheSchema() throws SQLException {
    DATABASE.run("ALTER TABLE account DROP CONSTRAINT account_balance");
    try (ContenderSession session = new DsqlSample().open(functions())) {
      assertThat(session.run(transfer("alice", ALICES, BOBS, 100_001))).isEqualTo(Result.REFUSED);
      assertThat(balance(ALICES)).isEqualTo(100_000);
    } finally {
      DATABASE.empty();
      DATABASE.run("ALTER TABLE account ADD CONSTRAINT account_balance CHECK (balance >= 0)");
    }
  }

  @Test
  void itRunsAtRepeatableRead() throws SQLException {
    DATABASE.run(
        """
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION '%', current_setting('transaction_isolation')
            USING ERRCODE = CASE WHEN current_setting('transaction_isolation') = 'repeatable read'
                                 THEN '23514' ELSE 'XX000' END;
        END $$;
        CREATE TRIGGER failing BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION fail()
        """);
    try (ContenderSession session = new DsqlSample().open(functions())) {
      assertThat(session.run(transfer("alice", ALICES, BOBS, 1))).isEqualTo(Result.REFUSED);
    }
  }

  @Test
  void aConflictIsRetriedMoreOftenThanInterlockWould() throws SQLException {
    DATABASE.run(FAILING_UPDATES.formatted("40001", 100));
    try (ContenderSession session = new DsqlSample().open(functions())) {
      assertThat(session.run(transfer("alice", ALICES, BOBS, 1))).isEqualTo(Result.ACCEPTED);
      assertThat(session.attempts()).isEqualTo(101);
    }
  }

  @Test
  void endlessConflictsEndWithTheTimeOfTheCall() throws SQLException {
    DATABASE.run(FAILING_UPDATES.formatted("40001", Long.MAX_VALUE));
    try (ContenderSession session = new DsqlSample(Duration.ofMillis(300)).open(functions())) {
      assertThat(session.run(transfer("alice", ALICES, BOBS, 1))).isEqualTo(Result.CONTENTION);
      assertThat(session.attempts()).isPositive();
    }

    assertThat(balance(ALICES)).isEqualTo(100_000);
  }

  @Test
  void endlessConflictsEndWhenTheRunIsInterrupted() throws Exception {
    DATABASE.run(FAILING_UPDATES.formatted("40001", Long.MAX_VALUE));
    try (ContenderSession session = new DsqlSample(Duration.ofSeconds(40)).open(functions());
        ExecutorService run = Executors.newSingleThreadExecutor()) {
      Future<Result> result = run.submit(() -> session.run(transfer("alice", ALICES, BOBS, 1)));
      while (DATABASE.number("SELECT last_value FROM tries") < 2) {
        Thread.onSpinWait();
      }
      run.shutdownNow();

      assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo(Result.CONTENTION);
    }
  }

  /// Deadlocks do not occur on DSQL, which has no locks. On PostgreSQL the caller gets an error.
  @Test
  void aDeadlockIsNotRetried() throws SQLException {
    DATABASE.run(FAILING_UPDATES.formatted("40P01", 1));
    try (ContenderSession session = new DsqlSample().open(functions())) {
      assertThat(session.run(transfer("alice", ALICES, BOBS, 1))).isEqualTo(Result.FAILED);
      assertThat(session.attempts()).isEqualTo(1);
    }
  }

  @Test
  void itHasTransfersOnly() throws SQLException {
    try (ContenderSession session = new DsqlSample().open(functions())) {
      assertThatThrownBy(
              () -> session.run(new Order.Decrement("alice", "key", ALICES, new TreeMap<>())))
          .isInstanceOf(UnsupportedOperationException.class);
    }
    assertThat(MeasuredOperation.values())
        .filteredOn(new DsqlSample()::does)
        .containsExactly(MeasuredOperation.TRANSFER);
  }

  private static Order transfer(String caller, UUID from, UUID to, long amountMinor) {
    return new Order.Transfer(caller, "key", from, to, amountMinor, "EUR");
  }

  private static long balance(UUID account) {
    return DATABASE.number("SELECT balance FROM account WHERE id = '" + account + "'");
  }

  private static DatabaseAddress functions() {
    String password = DATABASE.environment().getOrDefault("DATABASE_PASSWORD", "");
    return DatabaseAddress.here(DATABASE.port(), DATABASE.name(), DATABASE.role(), password);
  }
}
