package dev.interlock.testkit.failures;

import static dev.interlock.testkit.failures.StruckStatement.ACCEPTS;
import static dev.interlock.testkit.failures.StruckStatement.PROBES_THE_KEY;
import static dev.interlock.testkit.failures.StruckStatement.READS;
import static dev.interlock.testkit.failures.StruckStatement.REFUSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.database.Database;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.FunctionWithRows;
import dev.interlock.testkit.servers.RetriedConnection;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.SentStatement;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.ServerError;
import dev.interlock.wire.Turn;
import dev.interlock.write.RetryLimits;
import dev.interlock.write.StatementRunner;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// A function whose statements and connects fail as told, and the checks of what comes of it.
final class StruckFunction {

  private static final int ATTEMPTS_MAX = 2;
  private static final RetryLimits LIMITS =
      // No wait for a key: it is read immediately.
      new RetryLimits(ATTEMPTS_MAX, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);

  private static final Duration CONNECT_TIME = Duration.ofSeconds(15);

  private final FunctionUnderTest function;
  private final List<FailureTable.Read> reads;
  private final TestDatabase database = TestDatabase.create();
  private final Observer observer;
  private final Strikes strikes = new Strikes();
  private final PgProxy proxy = PgProxy.before(database::wire, strikes);
  private final Database pool = pool();
  private final long rowsOfAnEffect;
  private int keys;

  StruckFunction(FunctionUnderTest function, List<FailureTable.Read> reads) {
    this.function = new FunctionWithRows(function);
    this.reads = reads;
    this.observer = new Observer(database, SentStatement.of(function.sql()).journals());
    this.function.begin(database);
    StruckRequest.write(function::handler, this.function.accepted("first"), "first").sent(on(pool));
    this.rowsOfAnEffect = observer.journalRows("first");
    assertThat(rowsOfAnEffect).as("rows that name the key of an accepted call").isPositive();
  }

  /// Closes everything, and checks that no session is left and the invariants hold.
  void close() {
    pool.close();
    proxy.close();
    observer.awaitSessions(0);
    observer.close();
    Invariants.assertHold(database);
  }

  private Database pool() {
    return Database.of(database.environment(proxy.port()));
  }

  private static StatementRunner on(Database connections) {
    return new StatementRunner(connections, LIMITS, new Random(7));
  }

  /// Fails a statement once, or every time, of a call that has this much time.
  void failStatement(StruckStatement statement, FailureRow row, boolean lasts, Duration time) {
    int attemptsMax = row.isSilence() ? 1 : ATTEMPTS_MAX;
    FailureOutcome outcome = FailureOutcome.of(statement, row, lasts, attemptsMax);
    for (StruckRequest request : requests(statement)) {
      aim(statement, request, row, lasts);
      int connects = proxy.connects();
      Answer answer = request.assertOutcome(on(pool), time, outcome);
      strikes.awaitStruck(outcome.struck());
      assertThat(proxy.connects() - connects)
          .as("connections opened")
          .isEqualTo(row.needsNewConnection() ? outcome.attempts() - 1 : 0);
      assertTruthIsTold(request, answer, outcome);
    }
  }

  private void aim(
      StruckStatement statement, StruckRequest request, FailureRow row, boolean lasts) {
    warm();
    strikes.statements(turn -> statement.isIn(turn, request.key()), row.turn(), lasts);
    if (statement == PROBES_THE_KEY) {
      strikes.leading(
          turn -> ACCEPTS.isIn(turn, request.key()),
          new Turn.RefuseBefore(ServerError.LOCK_NOT_AVAILABLE));
    }
  }

  // Between two invocations the connection of an environment is open.
  private void warm() {
    try {
      RetriedConnection.of(pool).close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Fails a connect once, or every time.
  void failConnect(StruckStatement statement, FailureRow row, boolean lasts) {
    FailureOutcome outcome = FailureOutcome.of(statement, row, lasts, ATTEMPTS_MAX);
    for (StruckRequest request : requests(statement)) {
      strikes.connects(row.turn(), lasts);
      int connects = proxy.connects();
      Answer answer;
      try (Database fresh = pool()) {
        answer = request.assertOutcome(on(fresh), CONNECT_TIME, outcome);
      }
      strikes.awaitStruck(outcome.struck());
      assertThat(proxy.connects() - connects)
          .as("connections asked for")
          .isEqualTo(outcome.attempts());
      assertTruthIsTold(request, answer, outcome);
    }
  }

  /// Requests that send this statement. Their key has its verdict if the statement comes after it.
  private List<StruckRequest> requests(StruckStatement statement) {
    strikes.stop();
    if (statement == READS) {
      return reads.stream()
          .map(read -> StruckRequest.read(read.function(), read.event(), on(pool)))
          .toList();
    }
    String key = "key-" + keys++;
    Event event = statement == REFUSES ? function.refused(key) : function.accepted(key);
    StruckRequest request = StruckRequest.write(function::handler, event, key);
    if (statement.comesAfterTheDecision()) {
      return List.of(request.sent(on(pool)));
    }
    return List.of(
        statement == REFUSES ? request.refusedAs(function.refused("r" + key), on(pool)) : request);
  }

  private void assertTruthIsTold(StruckRequest request, Answer answer, FailureOutcome outcome) {
    strikes.stop();
    boolean effect = outcome.decided() && request.isAccepted();
    assertThat(observer.journalRows(request.key()))
        .as("journaled")
        .isEqualTo(effect ? rowsOfAnEffect : 0);
    request.assertTruth(on(pool), answer, outcome);
    assertThat(observer.journalRows(request.key()))
        .as("journaled when sent again")
        .isEqualTo(request.isAccepted() ? rowsOfAnEffect : 0);
    observer.awaitSessions(1);
  }
}
