package dev.interlock.testkit.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.servers.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// A PostgreSQL with little memory for read-write conflicts, which a test can overflow.
///
/// SERIALIZABLE keeps committed transactions in memory of a fixed size. While an older transaction
/// is open, transactions beyond that are summarised, and conflicts with them go unnoticed
/// (`src/backend/storage/lmgr/README-SSI`).
public final class ForgetfulServer implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final TestDatabase database;

  private ForgetfulServer(EmbeddedPostgres server) {
    this.server = server;
    this.database = TestDatabase.createOn(server.getPort());
    database.run(
        """
        CREATE SCHEMA hospital;
        CREATE TABLE hospital.duty (doctor int PRIMARY KEY, present boolean NOT NULL);
        INSERT INTO hospital.duty VALUES (1, true), (2, true);
        CREATE TABLE hospital.unrelated (id int PRIMARY KEY, n int NOT NULL);
        INSERT INTO hospital.unrelated VALUES (1, 0);
        CREATE TABLE hospital.filler (n int NOT NULL);
        """);
  }

  /// Starts one with room for this many connections.
  public static ForgetfulServer start(int connectionsMax) {
    try {
      return new ForgetfulServer(
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", Integer.toString(connectionsMax))
              .setServerConfig("max_pred_locks_per_transaction", "10")
              .setServerConfig("max_wal_senders", "0")
              .setServerConfig("fsync", "off")
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestDatabase database() {
    return database;
  }

  /// Commits more unrelated transactions than the server can remember.
  public void overflow() {
    try (Connection connection = serializable();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      // Nothing reads the inserted rows, so these transactions never conflict.
      statement.execute(
          """
          DO $$
          BEGIN
            FOR i IN 1..1500 LOOP
              INSERT INTO hospital.filler VALUES (i);
              COMMIT;
            END LOOP;
          END $$
          """);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Two doctors, one of whom must stay, each see the other present and leave. Returns whether both
  /// could leave.
  ///
  /// @param between runs after the first commit
  public boolean bothDoctorsLeave(Runnable between) {
    database.run("UPDATE hospital.duty SET present = true");
    try (Connection one = serializable();
        Connection other = serializable();
        Statement first = one.createStatement();
        Statement second = other.createStatement()) {
      first.execute("SELECT present FROM hospital.duty WHERE doctor = 2");
      second.execute("SELECT present FROM hospital.duty WHERE doctor = 1");
      first.execute("UPDATE hospital.duty SET present = false WHERE doctor = 1");
      one.commit();
      between.run();
      second.execute("UPDATE hospital.duty SET present = false WHERE doctor = 2");
      other.commit();
      return true;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("40001");
      return false;
    }
  }

  private Connection serializable() throws SQLException {
    Connection connection = database.connect();
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      // A scan of a small table would lock all of it.
      statement.execute("SET enable_seqscan = off");
      connection.commit();
    }
    return connection;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
