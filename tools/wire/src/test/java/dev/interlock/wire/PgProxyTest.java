package dev.interlock.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.interlock.wire.Turn.Delay;
import dev.interlock.wire.Turn.Plain;
import dev.interlock.wire.Turn.RefuseAfter;
import dev.interlock.wire.Turn.RefuseBefore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The effect of each turn on the driver, and on the row that it was about to write.
class PgProxyTest {

  private static final int SILENCE_MILLIS = 200;

  private static EmbeddedPostgres server;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final QueuedScript script = new QueuedScript();
  private PgProxy proxy;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    run("CREATE TABLE note (key text PRIMARY KEY)");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void open() throws SQLException {
    // Waits for statements that the last test left in flight.
    run("BEGIN; LOCK TABLE note; DELETE FROM note; COMMIT");
    proxy = PgProxy.before(Upstream.at("127.0.0.1", server.getPort()), script);
  }

  @AfterEach
  void close() {
    proxy.close();
    threads.close();
  }

  private static Connection connect(int port) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + port
            + "/postgres?user=postgres&sslmode=disable&prepareThreshold=1&ApplicationName=wire");
  }

  private Connection connect() throws SQLException {
    return connect(proxy.port());
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = connect(server.getPort());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// A turn, the SQLSTATE that the driver reports (empty: none), how many rows are committed, and
  /// whether the connection still works.
  static Stream<Arguments> turns() {
    String lost = "08006";
    return Stream.of(
        arguments(Plain.PASS, "", 1, true),
        arguments(new Delay(Duration.ofMillis(20)), "", 1, true),
        arguments(Plain.CUT_BEFORE, lost, 0, false),
        arguments(Plain.CUT_IN_REQUEST, lost, 0, false),
        arguments(Plain.CUT_AFTER, lost, 1, false),
        arguments(Plain.CUT_IN_ANSWER, lost, 1, false),
        arguments(Plain.SWALLOW_BEFORE, lost, 0, false),
        arguments(Plain.SWALLOW_AFTER, lost, 1, false),
        arguments(new RefuseBefore(ServerError.SERIALIZATION_FAILURE), "40001", 0, true),
        arguments(new RefuseAfter(ServerError.COMPLETION_UNKNOWN), "40003", 1, true),
        arguments(new RefuseBefore(ServerError.ADMIN_SHUTDOWN), "57P01", 0, false),
        arguments(new RefuseAfter(ServerError.CRASH_SHUTDOWN), "57P02", 1, false));
  }

  @ParameterizedTest
  @MethodSource("turns")
  void faultInATurnThatPreparesAStatement(
      Turn turn, String sqlState, int committed, boolean connectionWorks) throws SQLException {
    try (Connection connection = connect()) {
      assertTurn(connection, turn, sqlState, committed, connectionWorks);
    }
  }

  @ParameterizedTest
  @MethodSource("turns")
  void faultInATurnOfAPreparedStatement(
      Turn turn, String sqlState, int committed, boolean connectionWorks) throws SQLException {
    try (Connection connection = connect()) {
      assertThat(write(connection, "before")).isEmpty();
      assertThat(write(connection, "before too")).isEmpty();
      assertTurn(connection, turn, sqlState, committed, connectionWorks);
    }
  }

  private void assertTurn(
      Connection connection, Turn turn, String sqlState, int committed, boolean connectionWorks)
      throws SQLException {
    connection.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
    script.turns(turn);
    assertThat(write(connection, "struck")).isEqualTo(sqlState);
    assertThat(script.struck()).isEqualTo(turn == Plain.PASS ? 0 : 1);
    // A cut statement is rolled back once the server notices.
    assertThat(written("struck")).isEqualTo(committed);
    if (connectionWorks) {
      // Driver and server must agree on which statements are prepared.
      IntStream.range(0, 100).forEach(i -> assertThat(write(connection, "after " + i)).isEmpty());
      assertThat(written("after %")).isEqualTo(100);
      assertThat(proxy.connects()).isEqualTo(1);
    } else {
      assertThat(connection.isValid(1)).isFalse();
    }
  }

  /// The SQLSTATE of a write; empty when it succeeded.
  private static String write(Connection connection, String key) {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO note (key) VALUES (?) RETURNING key")) {
      insert.setString(1, key);
      insert.executeQuery().close();
      return "";
    } catch (SQLException e) {
      return sqlState(e);
    }
  }

  private static long written(String key) throws SQLException {
    try (Connection connection = connect(server.getPort());
        PreparedStatement count =
            connection.prepareStatement("SELECT count(*) FROM note WHERE key LIKE ?")) {
      count.setString(1, key);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static String sqlState(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  /// A turn for a client that connects, and the SQLSTATE that the driver reports.
  static Stream<Arguments> connecting() {
    return Stream.of(
        arguments(Plain.CUT_BEFORE, "08001"),
        arguments(Plain.CUT_IN_REQUEST, "08001"),
        arguments(Plain.CUT_AFTER, "08001"),
        arguments(Plain.CUT_IN_ANSWER, "08001"),
        arguments(new RefuseBefore(ServerError.TOO_MANY_CONNECTIONS), "53300"),
        arguments(new RefuseAfter(ServerError.CANNOT_CONNECT_NOW), "57P03"),
        arguments(new RefuseBefore(ServerError.error("28P01", "no such password")), "28P01"));
  }

  @ParameterizedTest
  @MethodSource("connecting")
  void clientConnectsAtTheNextTryAfterAFault(Turn turn, String sqlState) throws SQLException {
    script.connects(turn);
    SQLException refused = catchThrowableOfType(SQLException.class, () -> connect().close());
    assertThat(sqlState(refused)).isEqualTo(sqlState);
    assertThat(script.struck()).isEqualTo(1);
    try (Connection connection = connect()) {
      assertThat(write(connection, "after")).isEmpty();
    }
    assertThat(proxy.connects()).isEqualTo(2);
  }

  @Test
  void errorInATransactionLeavesItFailedUntilRollback() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      assertThat(write(connection, "first")).isEmpty();
      script.turns(new RefuseBefore(ServerError.DEADLOCK));
      assertThat(write(connection, "second")).isEqualTo("40P01");
      connection.rollback();
      connection.setAutoCommit(true);
      assertThat(write(connection, "third")).isEmpty();
      assertThat(written("%")).isEqualTo(1);
    }
  }

  @Test
  void cancellationPassesOnItsSeparateConnection() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      int before = proxy.turns();
      CompletableFuture<String> sleeping =
          CompletableFuture.supplyAsync(
              () ->
                  sqlState(
                      catchThrowableOfType(
                          SQLException.class, () -> statement.execute("SELECT pg_sleep(60)"))),
              threads);
      await().until(() -> proxy.turns() > before);
      await()
          .untilAsserted(() -> {
            statement.cancel();
            assertThat(sleeping).isDone();
          });
      assertThat(sleeping.join()).isEqualTo("57014");
      assertThat(write(connection, "after")).isEmpty();
    }
  }

  @Test
  void longAnswerPasses() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT repeat('x', 1000) FROM generate_series(1, 5000)")) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      assertThat(count).isEqualTo(5_000);
    }
  }

  @Test
  void scriptSeesTheParametersOfTheRequestsItBreaks() throws SQLException {
    LinkedBlockingQueue<List<String>> struck = new LinkedBlockingQueue<>();
    Script byKey =
        new Script() {
          @Override
          public Turn connecting() {
            return Plain.PASS;
          }

          @Override
          public Turn next(Request request) {
            return request.parameters().contains("the key") ? Plain.CUT_AFTER : Plain.PASS;
          }

          @Override
          public void done(Turn turn, Request request) {
            struck.add(request.parameters());
          }
        };
    try (PgProxy before = PgProxy.before(Upstream.at("127.0.0.1", server.getPort()), byKey);
        Connection connection = connect(before.port())) {
      assertThat(write(connection, "another key")).isEmpty();
      assertThat(write(connection, "the key")).isEqualTo("08006");
      assertThat(struck).containsExactly(List.of("the key"));
    }
  }

  @Test
  void closingBreaksSilentAndDelayedConnections() throws SQLException {
    try (Connection silent = connect();
        Connection late = connect()) {
      int before = proxy.turns();
      script.turns(Plain.SWALLOW_BEFORE, new Delay(Duration.ofHours(1)));
      CompletableFuture<String> unheard =
          CompletableFuture.supplyAsync(() -> write(silent, "unheard"), threads);
      await().until(() -> proxy.turns() == before + 1);
      CompletableFuture<String> delayed =
          CompletableFuture.supplyAsync(() -> write(late, "delayed"), threads);
      await().until(() -> proxy.turns() == before + 2);
      proxy.close();
      assertThat(unheard.join()).isEqualTo("08006");
      assertThat(delayed.join()).isEqualTo("08006");
      assertThat(written("%")).isZero();
    }
  }
}
