package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.CapturedLog;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.failures.Strikes;
import dev.interlock.testkit.failures.StruckStatement;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.ServerError;
import dev.interlock.wire.Turn.RefuseBefore;
import dev.interlock.write.RetryLimits;
import dev.interlock.write.StatementRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each invocation logs one line of JSON, whatever its outcome, and nothing secret.
public abstract class LogLines extends FunctionTests {

  /// Part of every text that a caller can choose.
  protected static final String SECRET = "to-be-kept-secret";

  private static final int ATTEMPTS_MAX = 40;

  private final String operation;
  private final List<String> secrets;
  private Stage stage;

  /// An event, and the outcome that its line must have.
  protected record Sent(String event, int status, String outcome) {

    /// A request with a token, as every request through the API has.
    public static Sent of(Event event, int status, String outcome) {
      String token = "Bearer token-" + SECRET;
      return new Sent(event.header("authorization", token).json(), status, outcome);
    }
  }

  /// Tests of a function.
  ///
  /// @param operation its name in the lines
  /// @param secrets names and ids in its requests, which no line may contain
  protected LogLines(FunctionUnderTest function, String operation, List<String> secrets) {
    super(function);
    this.operation = operation;
    this.secrets = secrets;
  }

  /// A request that is accepted, with [#SECRET] in every free text of its body.
  protected abstract Event accepted(String key);

  /// Another command of the same caller.
  protected abstract Event another(String key);

  /// Requests that the function refuses in the database.
  protected abstract List<Sent> refused();

  @BeforeEach
  void open() {
    stage = Stage.of(database);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  Stream<Sent> sent() {
    String malformed = "{\"member-%1$s\": \"value-%1$s\"}".formatted(SECRET);
    return Stream.concat(
        Stream.of(
            Sent.of(accepted("accepted"), 201, "accepted"),
            Sent.of(accepted("malformed").body(malformed), 400, "malformed-request"),
            Sent.of(accepted("unauthenticated").caller(""), 401, "unauthenticated"),
            new Sent("not-even-an-event-" + SECRET, 401, "unauthenticated")),
        refused().stream());
  }

  @ParameterizedTest
  @MethodSource("sent")
  void everyInvocationLeavesOneLine(Sent sent) {
    RequestStreamHandler handler = handler(stage);
    CapturedLog<Answer> log = CapturedLog.of(() -> Answer.of(handler, sent.event()));
    int status = log.result().status();
    assertThat(status).as(log.result().bodyText()).isEqualTo(sent.status());
    Json.Obj line = onlyLine(log);
    assertThat(line.text("operation")).isEqualTo(operation);
    assertThat(line.text("requestId")).isNotBlank();
    assertThat(line.integer("status")).isEqualTo(status);
    assertThat(line.text("outcome")).isEqualTo(sent.outcome());
    assertThat(line.integer("attempts")).isEqualTo(status == 400 || status == 401 ? 0 : 1);
    assertThat(line.integer("databaseMicros")).isLessThanOrEqualTo(line.integer("totalMicros"));
    assertThat(line.members())
        .containsKeys("coldStart", "conflicts", "_aws")
        .doesNotContainKey("failure");
  }

  @Test
  void lineMarksReplaysAndReusedKeys() {
    RequestStreamHandler handler = handler(stage);
    List<Json.Obj> lines = new ArrayList<>();
    for (Event event : List.of(accepted("k"), accepted("k"), another("k"))) {
      lines.add(onlyLine(CapturedLog.of(() -> send(handler, event))));
    }
    assertThat(lines)
        .extracting(line -> line.text("outcome"))
        .containsExactly("accepted", "accepted", "idempotency-key-reused");
    assertThat(lines)
        .extracting(line -> line.member("replayed"))
        .containsExactly(
            Optional.of(new Json.Bool(false)), Optional.of(new Json.Bool(true)), Optional.empty());
    assertThat(lines)
        .extracting(line -> line.member("coldStart").orElseThrow())
        .containsExactly(new Json.Bool(true), new Json.Bool(false), new Json.Bool(false));
    // The start of a hash, so that lines of one caller can be matched.
    assertThat(lines)
        .extracting(line -> line.text("caller"))
        .containsOnly(lines.getFirst().text("caller"));
  }

  @Test
  void failureIsLoggedAndNotAnswered() {
    TestDatabase empty = TestDatabase.create();
    empty.run("DROP TABLE idempotency CASCADE");
    Database withoutTables = empty.database();
    RequestStreamHandler defective = function.handler(new StatementRunner(withoutTables));
    CapturedLog<Answer> log = CapturedLog.of(() -> send(defective, accepted("k")));
    assertThat(log.result().status()).isEqualTo(500);
    assertThat(onlyLine(log).text("failure")).contains("IllegalStateException");
    assertThat(log.result().bodyText()).doesNotContain("IllegalStateException");
    withoutTables.close();
  }

  /// CloudWatch cuts long lines, and loses the metrics in them; a server's messages may quote a
  /// caller, a key or a row.
  @ParameterizedTest
  @ValueSource(strings = {"40001", "08006", "42P01", "25006"})
  void outageIsOneShortLineWithoutTheServersMessages(String state) {
    ServerError error = ServerError.error(state, ("row of alice: " + SECRET).repeat(100));
    Strikes refusing = new Strikes();
    refusing.statements(
        request -> StruckStatement.ACCEPTS.isIn(request, "k"), new RefuseBefore(error), true);
    try (PgProxy wire = PgProxy.before(database::wire, refusing);
        Database pool = Database.of(database.environment(wire.port()))) {
      RetryLimits limits =
          new RetryLimits(ATTEMPTS_MAX, Duration.ofMillis(1), Duration.ofMillis(1));
      RequestStreamHandler handler =
          function.handler(new StatementRunner(pool, limits, new Random(7)));
      CapturedLog<Answer> log = CapturedLog.of(() -> send(handler, accepted("k")));
      Json.Obj line = onlyLine(log);
      assertThat(log.lines().getFirst().length()).isLessThan(16 * 1024);
      assertThat(line.object("failures").members()).containsOnlyKeys("statement " + state);
      assertThat(line.text("failure")).contains("SQLSTATE " + state).contains("dev.interlock");
      assertThat(line.members()).containsKey("_aws");
    }
  }

  @Test
  void declaredMetricsAreInTheLine() {
    RequestStreamHandler handler = handler(stage);
    Json.Obj line = onlyLine(CapturedLog.of(() -> send(handler, accepted("k"))));
    EmbeddedMetrics.assertDeclaredAndPresent(line);
  }

  private Json.Obj onlyLine(CapturedLog<Answer> log) {
    assertThat(log.lines()).hasSize(1);
    String line = log.lines().getFirst();
    assertThat(line).doesNotContain(SECRET).doesNotContain(secrets);
    try {
      return Json.object(line);
    } catch (MalformedJsonException e) {
      throw new AssertionError(line, e);
    }
  }
}
