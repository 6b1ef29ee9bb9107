package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.RetriedConnection;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/// The rehearsal before a snapshot cannot write, and leaves no connection open.
class RehearsalTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String TAKE_ALL = "UPDATE account SET balance = 0";

  private final Backends backends = new Backends(DATABASE);

  @Test
  void serverRefusesEveryWrite() {
    try (Database database = DATABASE.database()) {
      String before = DATABASE.everything();
      database.rehearse(() ->
          assertThatThrownBy(() -> run(database, TAKE_ALL))
              .isInstanceOfSatisfying(
                  SQLException.class,
                  e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("25006")));
      assertThat(DATABASE.everything()).isEqualTo(before);
    }
  }

  @Test
  void rehearsalUsesANewConnectionAndLeavesNone() throws SQLException {
    try (Database database = DATABASE.database()) {
      run(database, "SELECT 1");
      database.rehearse(() ->
          assertThatThrownBy(() -> run(database, TAKE_ALL)).hasMessageContaining("read-only"));
      backends.awaitCount(0);
    }
  }

  @Test
  void callsAfterARehearsalCanWrite() throws SQLException {
    try (Database database = DATABASE.database()) {
      database.rehearse(() -> {});
      run(database, "UPDATE account SET balance = balance WHERE balance = -1");
    }
  }

  @Test
  void failedRehearsalLeavesAWorkingDatabase() throws SQLException {
    try (Database database = DATABASE.database()) {
      assertThatThrownBy(() ->
              database.rehearse(() -> {
                throw new IllegalStateException("forgot the words");
              }))
          .hasMessage("forgot the words");
      run(database, "UPDATE account SET balance = balance WHERE balance = -1");
    }
  }

  private static void run(Database database, String sql) throws SQLException {
    try (Connection connection = RetriedConnection.of(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
