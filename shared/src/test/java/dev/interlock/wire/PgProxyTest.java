package dev.interlock.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.interlock.database.Database;
import dev.interlock.database.SqlState;
import dev.interlock.testing.OnlyPostgres;
import dev.interlock.testing.TcpProxy;
import dev.interlock.testing.TestDatabase;
import dev.interlock.wire.Turn.Delay;
import dev.interlock.wire.Turn.Plain;
import dev.interlock.wire.Turn.RefuseAfter;
import dev.interlock.wire.Turn.RefuseBefore;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a broken turn does to the driver, and to what it was about to write.
class PgProxyTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final int SILENCE_MILLIS = 200;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private TcpProxy proxy;
  private Database pool;

  @BeforeEach
  void open() {
    DATABASE.reset();
    proxy = TcpProxy.before(DATABASE);
    pool = Database.of(DATABASE.environment(proxy.port()));
  }

  @AfterEach
  void close() {
    pool.close();
    proxy.close();
    threads.close();
  }

  /// A turn, what the driver makes of it (empty: nothing), what is committed by it, and whether the
  /// connection is of use then.
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
  void firstTurnOfAStatementWhichIsToBePrepared(
      Turn turn, String sqlState, int committed, boolean goesOn) throws SQLException {
    try (Connection connection = pool.open()) {
      assertTurn(connection, turn, sqlState, committed, goesOn);
    }
  }

  @ParameterizedTest
  @MethodSource("turns")
  void turnOfAStatementThatIsPrepared(Turn turn, String sqlState, int committed, boolean goesOn)
      throws SQLException {
    try (Connection connection = pool.open()) {
      assertThat(write(connection, "before")).isEmpty();
      assertThat(write(connection, "before too")).isEmpty();
      assertTurn(connection, turn, sqlState, committed, goesOn);
    }
  }

  private void assertTurn(
      Connection connection, Turn turn, String sqlState, int committed, boolean goesOn)
      throws SQLException {
    connection.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
    proxy.script(turn);
    assertThat(write(connection, "struck")).isEqualTo(sqlState);
    assertThat(proxy.lost()).isEqualTo(turn == Plain.PASS ? 0 : 1);
    // What was cut is rolled back when the server hears of it.
    assertThat(written("struck")).isEqualTo(committed);
    if (goesOn) {
      // Neither of the two may hold a statement for prepared that the other does not know.
      IntStream.range(0, 100).forEach(i -> assertThat(write(connection, "after " + i)).isEmpty());
      assertThat(written("after %")).isEqualTo(100);
      assertThat(proxy.connects()).isEqualTo(1);
    } else {
      assertThat(connection.isValid(1)).isFalse();
    }
  }

  /// Gives the SQLSTATE that came of it; empty when all went well.
  private static String write(Connection connection, String key) {
    String sql =
        """
        INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
        VALUES ('wire', 'wire', ?, '', 'any') RETURNING idempotency_key
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, key);
      insert.executeQuery().close();
      return "";
    } catch (SQLException e) {
      return SqlState.of(e);
    }
  }

  private static long written(String key) {
    return DATABASE.number(
        "SELECT count(*) FROM idempotency WHERE idempotency_key LIKE '" + key + "'");
  }

  /// A turn that strikes who comes in, and what the driver makes of it.
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
  void whoComesInIsSentAwayAndComesInTheNextTime(Turn turn, String sqlState) throws SQLException {
    proxy.scriptConnects(turn);
    SQLException refused = catchThrowableOfType(SQLException.class, () -> pool.open().close());
    assertThat(SqlState.of(refused)).isEqualTo(sqlState);
    assertThat(proxy.lost()).isEqualTo(1);
    try (Connection connection = pool.open()) {
      assertThat(write(connection, "after")).isEmpty();
    }
    assertThat(proxy.connects()).isEqualTo(2);
  }

  @Test
  void errorWithinATransactionFailsItAndItCanBeRolledBack() throws SQLException {
    try (Connection connection = pool.open()) {
      connection.setAutoCommit(false);
      assertThat(write(connection, "first")).isEmpty();
      proxy.script(new RefuseBefore(ServerError.DEADLOCK));
      assertThat(write(connection, "second")).isEqualTo("40P01");
      connection.rollback();
      connection.setAutoCommit(true);
      assertThat(write(connection, "third")).isEmpty();
      assertThat(written("%")).isEqualTo(1);
    }
  }

  @OnlyPostgres("pg_sleep is PostgreSQL's")
  @Test
  void cancellationPassesOnAConnectionOfItsOwn() throws SQLException {
    try (Connection connection = pool.open();
        Statement statement = connection.createStatement()) {
      int before = proxy.turns();
      CompletableFuture<String> sleeping =
          CompletableFuture.supplyAsync(
              () ->
                  SqlState.of(
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
  void answerThatIsLongPasses() throws SQLException {
    try (Connection connection = pool.open();
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

  /// A script of its own hears what is bound, and of what it has struck.
  @Test
  void scriptIsToldTheParametersOfWhatItStrikes() throws SQLException {
    LinkedBlockingQueue<List<String>> struck = new LinkedBlockingQueue<>();
    Script script =
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
    try (PgProxy before = PgProxy.before(Upstream.at("127.0.0.1", proxy.port()), script);
        Database database = Database.of(DATABASE.environment(before.port()));
        Connection connection = database.open()) {
      assertThat(write(connection, "another key")).isEmpty();
      assertThat(write(connection, "the key")).isEqualTo("08006");
      assertThat(struck).containsExactly(List.of("the key"));
    }
  }

  @Test
  void closingBreaksWhatIsOpenWhateverItWaitsFor() throws SQLException {
    try (Connection silent = pool.open();
        Database other = Database.of(DATABASE.environment(proxy.port()));
        Connection late = other.open()) {
      int before = proxy.turns();
      proxy.script(Plain.SWALLOW_BEFORE, new Delay(Duration.ofHours(1)));
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
