package dev.interlock.emulator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server under faults still stops on request, and leaves no process behind.
class EmbeddedPostgresTest {

  private static final Path CACHE = Path.of("target").toAbsolutePath();
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void stopsDuringARestartAndAfterAKill() throws Exception {
    EmbeddedPostgres restarting = start();
    ProcessHandle first = postmaster();
    CompletableFuture<Void> restart =
        CompletableFuture.runAsync(() -> kill(restarting), task -> Thread.ofPlatform().start(task));
    await().until(() -> !first.isAlive());
    restarting.close();
    assertThatThrownBy(restart::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(IOException.class);
    assertNoProcessIsLeft();

    EmbeddedPostgres killed = start();
    assertThat(postmaster().destroyForcibly()).isTrue();
    killed.close();
    assertThatThrownBy(() -> killed.stopAndStart(Duration.ZERO)).isInstanceOf(IOException.class);
    assertNoProcessIsLeft();
  }

  /// The owner's password is public. It must not give access to the account that runs the server.
  @Test
  void ownerOfTheTablesEndsSessionsAndCanNeitherRunProgramsNorReadFiles() throws Exception {
    try (EmbeddedPostgres server = start()) {
      DatabasePreparation.createDatabase(server);
      DatabaseAddress functions =
          DatabasePreparation.prepare(server.owner(), "secret", this::unexpected).functions();
      try (Connection owner = server.owner().connect();
          Statement statement = owner.createStatement();
          Connection _ = functions.connect()) {
        assertThat(
                statement.execute(
                    """
                    SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE usename = 'interlock_function'
                    """))
            .isTrue();
        for (String forbidden :
            List.of(
                "COPY account TO PROGRAM 'touch taken-over'",
                "COPY account FROM '/etc/passwd'",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT lo_import('/etc/passwd')",
                "ALTER SYSTEM SET archive_command = 'touch taken-over'",
                "CREATE ROLE more SUPERUSER",
                "ALTER ROLE interlock SUPERUSER",
                "GRANT pg_execute_server_program TO interlock",
                "GRANT administrator TO interlock",
                "SET ROLE administrator")) {
          assertThatThrownBy(() -> statement.execute(forbidden))
              .as(forbidden)
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
      }
      assertThat(Files.getPosixFilePermissions(folder.resolve("postgresql.password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThatThrownBy(() -> server.administrator().as("administrator", "interlock").connect())
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void folderOfAnEarlierVersionWhoseOwnerIsASuperuserIsRecognised() throws Exception {
    start().close();
    Files.delete(folder.resolve("postgresql.password"));
    assertThatThrownBy(this::start)
        .isInstanceOf(StaleDataException.class)
        .hasMessageContaining("earlier version");
  }

  private void unexpected(String notice) {
    throw new AssertionError(notice);
  }

  private EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.start(CACHE, folder, FreePort.choose(), ServerSettings.disposable());
  }

  private static void kill(EmbeddedPostgres server) {
    try {
      server.killAndStart(LONG);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private ProcessHandle postmaster() throws IOException {
    Path file = folder.resolve("postgresql/postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
        .orElseThrow();
  }

  /// The working directory of every process of a server is its data folder.
  private void assertNoProcessIsLeft() throws IOException {
    Path data = folder.resolve("postgresql").toRealPath();
    await().untilAsserted(() -> assertThat(workingIn(data)).isEmpty());
  }

  private static Stream<Long> workingIn(Path data) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> {
          try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")).equals(data);
          } catch (IOException othersOrEnded) {
            return false;
          }
        });
  }
}
