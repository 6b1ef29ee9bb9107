package dev.interlock.testkit.failures;

import static dev.interlock.testkit.failures.StruckStatement.ACCEPTS;
import static dev.interlock.testkit.failures.StruckStatement.PROBES_THE_KEY;
import static dev.interlock.testkit.failures.StruckStatement.READS;
import static dev.interlock.testkit.failures.StruckStatement.REMEMBERS;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.write.StatementRunner;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Forces every failure of every statement of a function on a real wire. The answer, the database,
/// and the answer to the same key sent again must be what the design's table of failures says.
///
/// [FailureRow] has the table's conditions and their meanings, [FailureOutcome] the expected
/// results.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FailureTable {

  /// A request that a function answers by one statement that writes nothing.
  public record Read(Function<StatementRunner, RequestStreamHandler> function, Event event) {}

  private static final Duration ENOUGH = Duration.ofSeconds(15);

  // A second of each is kept in reserve.
  private static final Duration SHORT = Duration.ofMillis(1_250);
  private static final Duration SHORT_AFTER_ANOTHER_STATEMENT = Duration.ofMillis(1_750);

  private final FunctionUnderTest function;
  private final List<Read> reads;
  private StruckFunction struck;

  protected FailureTable(FunctionUnderTest function, Read... reads) {
    this.function = function;
    this.reads = List.of(reads);
  }

  @BeforeAll
  void open() {
    struck = new StruckFunction(function, reads);
  }

  @AfterAll
  void close() {
    struck.close();
  }

  static Stream<Arguments> underAStatement() {
    return each(FailureRow.UNDER_A_STATEMENT);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("underAStatement")
  void failedStatementIsRetriedOrReported(StruckStatement statement, FailureRow row) {
    struck.failStatement(statement, row, false, ENOUGH);
  }

  // The other statements go through the same loop, so one row of each meaning is enough for them.
  static Stream<Arguments> underEveryAttempt() {
    return underAStatement()
        .filter(row ->
            List.of(ACCEPTS, READS).contains(row.get()[0])
                || FailureRow.ONE_OF_EACH.contains(row.get()[1]));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("underEveryAttempt")
  void statementThatFailsEveryTimeUsesUpTheAttempts(StruckStatement statement, FailureRow row) {
    struck.failStatement(statement, row, true, ENOUGH);
  }

  static Stream<Arguments> silence() {
    return each(FailureRow.SILENCE);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("silence")
  void silenceUsesUpTheDeadline(StruckStatement statement, FailureRow row) {
    boolean first = statement != REMEMBERS && statement != PROBES_THE_KEY;
    struck.failStatement(statement, row, true, first ? SHORT : SHORT_AFTER_ANOTHER_STATEMENT);
  }

  private static Stream<Arguments> each(List<FailureRow> rows) {
    return Stream.of(StruckStatement.values())
        .flatMap(statement -> rows.stream().map(row -> Arguments.of(statement, row)));
  }

  static Stream<Arguments> connecting() {
    return Stream.of(ACCEPTS, READS)
        .flatMap(
            statement -> FailureRow.CONNECTING.stream().map(row -> Arguments.of(statement, row)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("connecting")
  void failedConnectIsRetriedOrReported(StruckStatement statement, FailureRow row) {
    struck.failConnect(statement, row, false);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("connecting")
  void connectThatFailsEveryTimeUsesUpTheAttempts(StruckStatement statement, FailureRow row) {
    struck.failConnect(statement, row, true);
  }

  @Test
  void connectTimeoutIsRetried() {
    struck.failConnect(ACCEPTS, FailureRow.CONNECT_TIMEOUT, false);
  }
}
