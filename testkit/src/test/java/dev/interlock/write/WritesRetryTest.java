package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.database.Database;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The retry loop: how often and how long it retries, and what it reports when it gives up. Each
/// function's failure table has the failures that it retries.
class WritesRetryTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final RetryLimits QUICK =
      new RetryLimits(4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);

  /// Fails connects or statements as scripted, and then passes everything; `""` passes once.
  private static final class Failing implements Interceptor {

    private final Queue<String> connecting = new ArrayDeque<>();
    private final Queue<String> statements = new ArrayDeque<>();

    static Failing connecting(String... states) {
      Failing failing = new Failing();
      failing.connecting.addAll(List.of(states));
      return failing;
    }

    static Failing statements(String... states) {
      Failing failing = new Failing();
      failing.statements.addAll(List.of(states));
      return failing;
    }

    @Override
    public Connection opening(Step<Connection> open) throws SQLException {
      failIfAny(connecting);
      return open.run();
    }

    @Override
    public Object executing(String sql, Step<Object> execute) throws SQLException {
      failIfAny(statements);
      return execute.run();
    }

    private static void failIfAny(Queue<String> states) throws SQLException {
      String state = states.isEmpty() ? "" : states.remove();
      if (!state.isEmpty()) {
        throw new SQLException("injected", state);
      }
    }
  }

  private Attempts attempts = new Attempts(Deadline.in(Duration.ofSeconds(20)));
  private final RememberedNothing statement = new RememberedNothing();
  private final NothingCommand command = new NothingCommand("key-" + System.nanoTime());

  private Decision<String> decide(Interceptor interceptor, RetryLimits limits) {
    return decide(interceptor, limits, attempts);
  }

  private Decision<String> decide(Interceptor interceptor, RetryLimits limits, Attempts within) {
    try (Database pool = Database.of(DATABASE.environment())) {
      Database database = new InterceptedDataSource(pool::open, interceptor)::getConnection;
      return new StatementRunner(database, limits, new Random(7))
          .decide(statement, command, within);
    }
  }

  private static String[] times(int count, String state) {
    String[] states = new String[count];
    Arrays.fill(states, state);
    return states;
  }

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
  @ValueSource(strings = {"08001", "53300", "57P03", "28P01"})
  void failedConnectsAreDatabaseUnavailableThatListsEachInOrder(String state) {
    DatabaseUnavailableException gaveUp =
        catchThrowableOfType(
            DatabaseUnavailableException.class,
            () -> decide(Failing.connecting("08004", state, "08001", state, "x"), QUICK));
    assertThat(states(gaveUp)).containsExactly("08004", state, "08001", state);
    assertThat(command.keysIn(DATABASE)).isZero();
  }

  // Each message arrives in time, but they never end.
  @Test
  void endlessHandshakeIsAbandonedAfterFiveSeconds() throws Exception {
    Attempts brief = new Attempts(Deadline.in(Duration.ofSeconds(2)));
    Map<String, String> endless = new HashMap<>(DATABASE.environment());
    endless.remove("DATABASE_ROOT_CERTIFICATE");
    long start = System.nanoTime();
    try (ServerSocket listener = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> shakeHandsFor(Duration.ofSeconds(12), listener));
      endless.put(
          "DATABASE_URL",
          "postgresql://127.0.0.1:" + listener.getLocalPort() + "/any?sslmode=disable");
      try (Database pool = Database.of(endless)) {
        StatementRunner writes = new StatementRunner(pool, QUICK, new Random(7));
        assertThatThrownBy(() -> writes.decide(statement, command, brief))
            .isInstanceOf(DatabaseUnavailableException.class);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  // Accepts the password, and then sends one parameter after the other.
  private static void shakeHandsFor(Duration time, ServerSocket listener) {
    byte[] authenticated = {'R', 0, 0, 0, 8, 0, 0, 0, 0};
    byte[] parameter = {'S', 0, 0, 0, 8, 'a', 0, 'b', 0};
    Deadline end = Deadline.in(time);
    try (Socket client = listener.accept()) {
      client.getOutputStream().write(authenticated);
      while (!end.remaining().isZero()) {
        client.getOutputStream().write(parameter);
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      }
    } catch (IOException _) {
      // The client has disconnected, as expected.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P05", "26000"})
  void statementPreparedInAnotherSessionIsReportedWithTheSetting(String state) {
    assertThatThrownBy(() -> decide(Failing.statements(state), QUICK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DATABASE_POOLER");
  }

  @Test
  void refusedConnectionIsDatabaseUnavailable() {
    Map<String, String> unreachable = DATABASE.environment(unusedPort());
    try (Database pool = Database.of(unreachable)) {
      StatementRunner writes = new StatementRunner(pool, QUICK, new Random(7));
      assertThatThrownBy(() -> writes.decide(statement, command, attempts))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
    assertThat(attempts.count()).isEqualTo(4);
    assertThat(attempts.conflicts()).isEqualTo(Map.of("08001", 4));
  }

  @OnlyPostgres("CockroachDB does not limit the connections of a role")
  @Test
  void fullServerIsDatabaseUnavailableUntilThereIsRoom() {
    assumeTrue(DATABASE.hasOwnRole(), "a role that was there before is left as it is");
    String room = "ALTER ROLE " + DATABASE.role() + " CONNECTION LIMIT -1";
    DATABASE.run(room.replace("-1", "0"));
    try (Database pool = Database.of(DATABASE.environment())) {
      StatementRunner writes = new StatementRunner(pool, QUICK, new Random(7));
      assertThatThrownBy(() -> writes.decide(statement, command, attempts))
          .isInstanceOf(DatabaseUnavailableException.class);
      assertThat(attempts.conflicts()).isEqualTo(Map.of("53300", 4));
      DATABASE.run(room);
      Attempts later = new Attempts(Deadline.in(Duration.ofSeconds(20)));
      assertThat(writes.decide(statement, command, later).replayed()).isFalse();
    } finally {
      DATABASE.run(room);
    }
  }

  @Test
  void connectThatUsesUpTheDeadlineIsDatabaseUnavailableAndNothingIsSent() {
    Attempts brief = new Attempts(Deadline.in(Duration.ofMillis(300)));
    List<String> sent = new ArrayList<>();
    Interceptor slow =
        new Interceptor() {
          @Override
          public Connection opening(Step<Connection> open) throws SQLException {
            Connection connection = open.run();
            LockSupport.parkNanos(brief.deadline().remaining().toNanos());
            return connection;
          }

          @Override
          public Object executing(String sql, Step<Object> execute) throws SQLException {
            sent.add(sql);
            return execute.run();
          }
        };
    assertThatThrownBy(() -> decide(slow, QUICK, brief))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(sent).isEmpty();
    assertThat(brief.count()).isZero();
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

  private static List<String> states(Throwable gaveUp) {
    return Stream.concat(Stream.of(gaveUp.getSuppressed()), Stream.ofNullable(gaveUp.getCause()))
        .map(SQLException.class::cast)
        .map(SQLException::getSQLState)
        .toList();
  }

  private static int unusedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
