package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.connections.TcpProxy;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.RetriedConnection;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.Attempts;
import dev.interlock.write.ConsistentQuery;
import dev.interlock.write.Deadline;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Reads run in a session, or at least a transaction, in which the server refuses every write.
@OnlyPostgres("startup options and poolers are PostgreSQL's")
class ReadSessionsTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final Duration TIME = Duration.ofSeconds(10);

  private final Backends backends = new Backends(DATABASE);

  /// The ways to a server.
  enum Way {
    DIRECT,
    TO_A_PRIMARY,
    POOLED_BY_SESSION,
    POOLED_BY_TRANSACTION;

    Map<String, String> environment(Map<String, String> direct) {
      switch (this) {
        case DIRECT -> {}
        case TO_A_PRIMARY ->
            direct.merge("DATABASE_URL", "&targetServerType=primary", String::concat);
        case POOLED_BY_SESSION -> direct.put("DATABASE_POOLER", "session");
        case POOLED_BY_TRANSACTION -> direct.put("DATABASE_POOLER", "transaction");
      }
      return direct;
    }
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(backends.idleInTransaction()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void serverRefusesEveryWriteAndTheNextReadIsServed(Way way) throws SQLException {
    try (TcpProxy proxy = TcpProxy.before(DATABASE);
        Database reads = Database.forReads(way.environment(DATABASE.environment(proxy.port())))) {
      for (int i = 0; i < 2; i++) {
        try (Connection connection = RetriedConnection.of(reads);
            Statement statement = connection.createStatement()) {
          assertThatThrownBy(() -> statement.execute("UPDATE account SET balance = 0"))
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
        assertThat(backends.idleInTransaction()).isZero();
        assertThat(read(reads, "SELECT count(*) FROM account")).isEqualTo(6);
      }
      assertThat(proxy.connects()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rehearsalCannotWriteAndFindsItsServer(Way way) throws SQLException {
    try (TcpProxy proxy = TcpProxy.before(DATABASE);
        Database writes = Database.of(way.environment(DATABASE.environment(proxy.port())))) {
      writes.rehearse(() ->
          assertThatThrownBy(() -> run(writes, "UPDATE account SET balance = 0"))
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006")));
      run(writes, "UPDATE account SET balance = balance WHERE balance = 0");
    }
  }

  @Test
  void directReadIsOneRoundTrip() {
    try (TcpProxy proxy = TcpProxy.before(DATABASE);
        Database reads = Database.forReads(DATABASE.environment(proxy.port()))) {
      read(reads, "SELECT 1");
      for (int i = 0; i < 3; i++) {
        int before = proxy.turns();
        read(reads, "SELECT 1");
        assertThat(proxy.turns() - before).isEqualTo(1);
      }
    }
  }

  /// A transaction in which a statement has failed answers nothing but 25P02.
  @ParameterizedTest
  @EnumSource
  void readThatMeetsAConflictIsRetried(Way way) {
    DATABASE.run(
        """
        CREATE OR REPLACE FUNCTION conflict() RETURNS int LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'serialization_failure'; END $$
        """);
    try (TcpProxy proxy = TcpProxy.before(DATABASE);
        Database reads = Database.forReads(way.environment(DATABASE.environment(proxy.port())))) {
      Attempts attempts = new Attempts(Deadline.in(TIME));
      assertThat(read(reads, attempts, "SELECT conflict()", "SELECT conflict()", "SELECT 7"))
          .isEqualTo(7);
      assertThat(attempts.conflicts()).isEqualTo(Map.of("40001", 2));
      assertThat(proxy.connects()).isEqualTo(1);
    }
  }

  private static long read(Database reads, String sql) {
    return read(reads, new Attempts(Deadline.in(TIME)), sql);
  }

  /// @param sql for one attempt after the other
  private static long read(Database reads, Attempts attempts, String... sql) {
    Queue<String> left = new ArrayDeque<>(List.of(sql));
    ConsistentQuery<Long> query =
        new ConsistentQuery<>() {
          @Override
          public String sql() {
            return left.remove();
          }

          @Override
          public void bind(PreparedStatement statement) {}

          @Override
          public Long read(ResultSet rows) throws SQLException {
            rows.next();
            return rows.getLong(1);
          }
        };
    return new StatementRunner(reads).read(query, attempts);
  }

  private static void run(Database database, String sql) throws SQLException {
    try (Connection connection = RetriedConnection.of(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
