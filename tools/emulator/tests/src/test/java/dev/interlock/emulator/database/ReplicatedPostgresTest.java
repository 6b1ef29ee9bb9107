package dev.interlock.emulator.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Failovers between two servers, and the data that remains when they are stopped.
class ReplicatedPostgresTest {

  private static final Path CACHE = Path.of("target").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void failoversKeepEveryCommit() throws Exception {
    try (ReplicatedPostgres servers =
        ReplicatedPostgres.start(
            CACHE, folder, ServerSettings.disposable().with("max_connections=20"))) {
      run(servers.primary(), "CREATE TABLE kept (failovers int)");
      for (int failovers = 0; failovers < 3; failovers++) {
        // Otherwise a failover could lose acknowledged commits.
        assertThat(text(servers.primary(), "SELECT sync_state FROM pg_stat_replication"))
            .isEqualTo("sync");
        run(servers.primary(), "INSERT INTO kept VALUES (" + failovers + ")");
        int before = servers.primary().port();
        servers.failOver(Duration.ZERO, Duration.ZERO);
        assertThat(servers.primary().port()).isNotEqualTo(before);
        assertThat(count(servers.primary())).isEqualTo(failovers + 1);
        servers.restoreStandby();
      }
    }
    assertThat(folder.resolve("standby")).doesNotExist();
    try (EmbeddedPostgres alone =
        EmbeddedPostgres.start(CACHE, folder, FreePort.choose(), ServerSettings.disposable())) {
      assertThat(count(alone)).isEqualTo(3);
      // It no longer waits for a standby.
      run(alone, "INSERT INTO kept VALUES (3)");
    }
  }

  /// A soak sometimes takes every connection, even while a standby is added.
  @Test
  void standbyIsAddedOnceAConnectionIsFree() throws Exception {
    try (ReplicatedPostgres servers =
        ReplicatedPostgres.start(
            CACHE, folder, ServerSettings.disposable().with("max_connections=5"))) {
      servers.failOver(Duration.ZERO, Duration.ZERO);
      List<Connection> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(servers.primary().administrator().connect());
      }
      CompletableFuture<Void> later =
          CompletableFuture.runAsync(
              () -> all.forEach(ReplicatedPostgresTest::close),
              CompletableFuture.delayedExecutor(
                  500, TimeUnit.MILLISECONDS, task -> Thread.ofPlatform().start(task)));
      servers.restoreStandby();
      later.join();
      assertThat(text(servers.primary(), "SELECT sync_state FROM pg_stat_replication"))
          .isEqualTo("sync");
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(EmbeddedPostgres server, String sql) throws SQLException, IOException {
    try (Connection connection = server.administrator().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(EmbeddedPostgres server) throws SQLException, IOException {
    return Integer.parseInt(text(server, "SELECT count(*) FROM kept"));
  }

  private static String text(EmbeddedPostgres server, String query)
      throws SQLException, IOException {
    try (Connection connection = server.administrator().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
