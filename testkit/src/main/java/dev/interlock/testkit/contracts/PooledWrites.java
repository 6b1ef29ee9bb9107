package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.PgBouncer;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A function keeps its promises behind a real PgBouncer too, and clients that share a server
/// session do not affect each other.
@OnlyPostgres("PgBouncer is for PostgreSQL")
public abstract class PooledWrites extends FunctionTests {

  private static final Duration KEY_WAIT_MAX = Duration.ofSeconds(5);
  private static final int CALLERS = 32;

  protected PooledWrites(FunctionUnderTest function) {
    super(function);
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction"})
  void freshReplayedAndRefusedCallsWorkAsUsual(String pooler) throws IOException {
    try (PgBouncer pgBouncer = PgBouncer.before(database, pooler, 1);
        Stage stage = Stage.of(database.behind(pgBouncer))) {
      RequestStreamHandler handler = handler(stage);
      for (int i = 0; i < 3; i++) {
        Answer first = send(handler, function.accepted("k" + i));
        assertAccepted(first, false);
        Answer again = send(handler, function.accepted("k" + i));
        assertAccepted(again, true);
        assertThat(again.bodyText()).isEqualTo(first.bodyText());
        assertThat(send(handler, function.refused("r" + i)).status()).isBetween(400, 499);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction"})
  void concurrentCallsWithOneKeyHaveOneEffect(String pooler) throws IOException {
    int sessions = pooler.equals("session") ? CALLERS : CALLERS / 4;
    try (PgBouncer pgBouncer = PgBouncer.before(database, pooler, sessions);
        Stage stage = Stage.of(database.behind(pgBouncer))) {
      List<RequestStreamHandler> handlers =
          IntStream.range(0, CALLERS).mapToObj(_ -> handler(stage)).toList();
      Event same = function.accepted("same");
      List<Answer> answers = Race.of(CALLERS, i -> send(handlers.get(i), same));
      assertThat(answers).extracting(Answer::status).containsOnly(201);
      assertThat(answers).extracting(Answer::bodyText).containsOnly(answers.getFirst().bodyText());
      assertThat(effects("same")).isEqualTo(1);
    }
  }

  /// The next client of a server session finds only the settings of the role and the server, both
  /// after answers and after waits that timed out.
  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction"})
  void waitsEndInTimeAndNoSettingReachesTheNextClient(String pooler) throws IOException {
    try (PgBouncer pgBouncer = PgBouncer.before(database, pooler, 1)) {
      TestDatabase pooled = database.behind(pgBouncer);
      Set<String> settings = settings(pooled);
      assertThat(settings).contains("lock_timeout=1000", "default_transaction_read_only=off");
      try (Stage stage = Stage.of(pooled)) {
        RequestStreamHandler handler = handler(stage);
        assertWaitsEndInTime(handler);
        assertAccepted(send(handler, function.accepted("k")), false);
        if (pooler.equals("transaction")) {
          // The function's connection is still there, and has the same session.
          assertThat(settings(pooled)).isEqualTo(settings);
        }
      }
      assertThat(settings(pooled)).isEqualTo(settings);
    }
  }

  private void assertWaitsEndInTime(RequestStreamHandler handler) {
    Event request = function.accepted("k");
    String before = database.everything();
    try (Session _ = holdKey(request)) {
      long start = System.nanoTime();
      assertComeAgain(send(handler, function.accepted("k")), 409, "request-in-progress");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(KEY_WAIT_MAX);
    }
    try (HeldCall _ = holdGuardRows(function.accepted("k"))) {
      Answer answer = Answer.of(handler, function.accepted("k").json(), Duration.ofSeconds(3));
      assertComeAgain(answer, 503, "contention");
    }
    assertThat(database.everything()).isEqualTo(before);
  }

  @Test
  void refusedStartupParameterIsNotRetriedAndTheLogNamesTheVariable() throws IOException {
    try (PgBouncer pgBouncer = PgBouncer.before(database, "session", 1)) {
      Map<String, String> direct = database.behind(pgBouncer).environment();
      direct.remove("DATABASE_POOLER");
      try (Database refused = Database.of(direct)) {
        Answer answer =
            send(function.handler(new StatementRunner(refused)), function.accepted("k"));
        assertThat(answer.problem()).isEqualTo("internal");
      }
      assertThat(log.last().attempts()).isEqualTo(1);
      assertThat(log.last().text()).contains("DATABASE_POOLER").hasSizeLessThan(16_000);
      assertThat(effects("k")).isZero();
    }
  }

  @Test
  void roleWithoutSettingsWritesNothingAndTheLogNamesTheScript() throws IOException {
    String role = "ALTER ROLE " + database.role() + " IN DATABASE " + database.name();
    database.run(role + " RESET default_transaction_isolation");
    try (PgBouncer pgBouncer = PgBouncer.before(database, "session", 1);
        Stage stage = Stage.of(database.behind(pgBouncer))) {
      Answer answer = send(handler(stage), function.accepted("k"));
      assertThat(answer.problem()).isEqualTo("internal");
      assertThat(log.last().text()).contains("roles.sql", "default_transaction_isolation");
      assertThat(effects("k")).isZero();
    } finally {
      database.run(role + " SET default_transaction_isolation = 'serializable'");
    }
  }

  private static Set<String> settings(TestDatabase pooled) {
    return pooled.asFunction(
        "SELECT name || '=' || setting FROM pg_settings WHERE name <> 'application_name'");
  }
}
