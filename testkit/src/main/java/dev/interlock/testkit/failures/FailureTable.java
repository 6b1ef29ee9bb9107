package dev.interlock.testkit.failures;

import static dev.interlock.testkit.failures.StruckStatement.ACCEPTS;
import static dev.interlock.testkit.failures.StruckStatement.PROBES_THE_KEY;
import static dev.interlock.testkit.failures.StruckStatement.READS;
import static dev.interlock.testkit.failures.StruckStatement.REFUSES;
import static dev.interlock.testkit.failures.StruckStatement.REMEMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.servers.TestDatabase;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which every statement of a function can fail, made on a real wire: the answer, the
/// database, and the same key sent again must be what the design's table of failures says.
///
/// [FailureRow] has the table's conditions and what they mean, [FailureOutcome] what must come of
/// them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FailureTable {

  /// A request that a function answers by one statement which writes nothing.
  public record Read(Function<StatementRunner, RequestStreamHandler> function, Event event) {}

  private static final int ATTEMPTS_MAX = 2;
  private static final RetryLimits LIMITS =
      // Not waiting for a key means asking for it at once.
      new RetryLimits(ATTEMPTS_MAX, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);

  private static final Duration ENOUGH = Duration.ofSeconds(15);

  // Of these a second is kept back.
  private static final Duration SHORT = Duration.ofMillis(1_250);
  private static final Duration SHORT_AFTER_ANOTHER_STATEMENT = Duration.ofMillis(1_750);

  private final FunctionUnderTest function;
  private final List<Read> reads;
  private final TestDatabase database = TestDatabase.create();
  private Observer observer;
  private final Strikes strikes = new Strikes();
  private PgProxy proxy;
  private Database pool;
  private int keys;

  protected FailureTable(FunctionUnderTest function, Read... reads) {
    this.function = function;
    this.reads = List.of(reads);
  }

  @BeforeAll
  void open() {
    function.begin(database);
    proxy = PgProxy.before(database::wire, strikes);
    pool = pool();
    observer = new Observer(database);
  }

  @AfterAll
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

  static Stream<Arguments> underAStatement() {
    return each(FailureRow.UNDER_A_STATEMENT);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("underAStatement")
  void faultUnderAStatementIsOvercome(StruckStatement statement, FailureRow row) {
    strikeStatement(statement, row, false, ENOUGH);
  }

  // What remains of the others is the same loop: one row of each meaning, committed and not.
  static Stream<Arguments> underEveryAttempt() {
    return underAStatement()
        .filter(row ->
            List.of(ACCEPTS, READS).contains(row.get()[0])
                || FailureRow.ONE_OF_EACH.contains(row.get()[1]));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("underEveryAttempt")
  void faultUnderEveryAttemptUsesUpTheLimits(StruckStatement statement, FailureRow row) {
    strikeStatement(statement, row, true, ENOUGH);
  }

  static Stream<Arguments> silence() {
    return each(FailureRow.SILENCE);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("silence")
  void silenceUsesUpTheDeadline(StruckStatement statement, FailureRow row) {
    boolean first = statement != REMEMBERS && statement != PROBES_THE_KEY;
    strikeStatement(statement, row, true, first ? SHORT : SHORT_AFTER_ANOTHER_STATEMENT);
  }

  private static Stream<Arguments> each(List<FailureRow> rows) {
    return Stream.of(StruckStatement.values())
        .flatMap(statement -> rows.stream().map(row -> Arguments.of(statement, row)));
  }

  private void strikeStatement(
      StruckStatement statement, FailureRow row, boolean lasts, Duration time) {
    int attemptsMax = time.equals(ENOUGH) ? ATTEMPTS_MAX : 1;
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

  // An environment as it is between two invocations, its connection open.
  private void warm() {
    try {
      pool.open().close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> connecting() {
    return Stream.of(ACCEPTS, READS)
        .flatMap(
            statement -> FailureRow.CONNECTING.stream().map(row -> Arguments.of(statement, row)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("connecting")
  void faultWhileConnectingIsOvercome(StruckStatement statement, FailureRow row) {
    strikeConnect(statement, row, false);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("connecting")
  void faultWheneverItConnectsUsesUpTheLimits(StruckStatement statement, FailureRow row) {
    strikeConnect(statement, row, true);
  }

  @Test
  void serverThatIsSilentToWhoConnectsIsAskedAgain() {
    strikeConnect(ACCEPTS, FailureRow.CONNECT_TIMEOUT, false);
  }

  private void strikeConnect(StruckStatement statement, FailureRow row, boolean lasts) {
    FailureOutcome outcome = FailureOutcome.of(statement, row, lasts, ATTEMPTS_MAX);
    for (StruckRequest request : requests(statement)) {
      strikes.connects(row.turn(), lasts);
      int connects = proxy.connects();
      Answer answer;
      try (Database fresh = pool()) {
        answer = request.assertOutcome(on(fresh), ENOUGH, outcome);
      }
      strikes.awaitStruck(outcome.struck());
      assertThat(proxy.connects() - connects)
          .as("connections asked for")
          .isEqualTo(outcome.attempts());
      assertTruthIsTold(request, answer, outcome);
    }
  }

  /// Requests that send this statement, and whose key is decided if that comes after the decision.
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
        .isEqualTo(effect ? function.legs() : 0);
    request.assertTruth(on(pool), answer, outcome);
    assertThat(observer.journalRows(request.key()))
        .as("journaled when sent again")
        .isEqualTo(request.isAccepted() ? function.legs() : 0);
    observer.awaitSessions(1);
  }
}
