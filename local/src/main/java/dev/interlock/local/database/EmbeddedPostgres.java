package dev.interlock.local.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.local.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL of our own on the loopback address, with its data in a folder. Its first role,
/// which owns the tables, is `interlock` with the password `interlock`, checked by SCRAM.
///
/// That role is a superuser of this one server, as in PostgreSQL's own container image: it may end
/// sessions and make roles. The functions connect as a lesser one.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final String OWNER = "interlock";
  private static final int CONNECTIONS_MAX = 300;
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final String STOP_SECONDS_MAX = "20";
  private static final Duration READY_POLL = Duration.ofMillis(20);

  private final PostgresTools tools;
  private final Path folder;
  private final Path data;
  private final int port;
  private @Nullable Process server;

  private EmbeddedPostgres(Path home, Path folder, int port) {
    this.tools = new PostgresTools(home, folder);
    this.folder = folder;
    this.data = dataOf(folder);
    this.port = port;
  }

  /// Starts a server on `port`.
  ///
  /// @param cache where PostgreSQL is unpacked to, for every later start
  /// @param folder for `postgresql`, the data, and `postgresql.log`
  /// @param durable false for data that nobody needs after this process
  public static EmbeddedPostgres start(Path cache, Path folder, int port, boolean durable)
      throws IOException {
    Path home = PostgresBinaries.unpack(cache);
    EmbeddedPostgres postgres = new EmbeddedPostgres(home, folder.toRealPath(), port);
    if (!Files.exists(postgres.data)) {
      postgres.initialize();
    }
    postgres.launch(durable);
    return postgres;
  }

  /// The server is a child of this process and not of pg_ctl: whoever starts a process can wait for
  /// its end, and no zombie stays behind.
  private void launch(boolean durable) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "postgres",
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=" + CONNECTIONS_MAX));
    if (!durable) {
      command.addAll(List.of("-c", "fsync=off", "-c", "full_page_writes=off"));
    }
    Path log = folder.resolve("postgresql.log");
    Process started = tools.command(command).redirectOutput(log.toFile()).start();
    server = started;
    long giveUp = System.nanoTime() + START_MAX.toNanos();
    while (!isReady(started.pid())) {
      if (!started.isAlive() || System.nanoTime() > giveUp) {
        started.destroyForcibly();
        throw new UsageException("PostgreSQL does not start: see " + log);
      }
      LockSupport.parkNanos(READY_POLL.toNanos());
    }
  }

  /// The pid file starts with whose it is and ends with its state.
  private boolean isReady(long pid) throws IOException {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), UTF_8);
      return !lines.isEmpty()
          && lines.getFirst().strip().equals(Long.toString(pid))
          && lines.getLast().strip().equals("ready");
    } catch (NoSuchFileException early) {
      return false;
    }
  }

  /// Stops the server that a killed process has left running on the folder's data, if there is one.
  public static void stopLeftBehind(Path cache, Path folder) throws IOException {
    Path data = dataOf(folder.toRealPath());
    List<String> pidFile;
    try {
      pidFile = Files.readAllLines(data.resolve("postmaster.pid"), UTF_8);
    } catch (NoSuchFileException none) {
      return;
    }
    long pid = pidFile.isEmpty() ? 0 : Long.parseLong(pidFile.get(0).strip());
    if (isServerOf(data, pid)) {
      new EmbeddedPostgres(PostgresBinaries.unpack(cache), folder.toRealPath(), 0).close();
    }
    // After a crash of the machine the number may belong to any process by now.
    Files.deleteIfExists(data.resolve("postmaster.pid"));
  }

  private static Path dataOf(Path folder) {
    return folder.resolve("postgresql");
  }

  private static boolean isServerOf(Path data, long pid) {
    Optional<String[]> arguments =
        ProcessHandle.of(pid).map(ProcessHandle::info).flatMap(ProcessHandle.Info::arguments);
    return arguments.map(List::of).orElse(List.of()).contains(data.toString());
  }

  /// The owner of the tables in the database `interlock`, which exists after the first start.
  public DatabaseAddress owner() {
    return new DatabaseAddress("127.0.0.1", port, "interlock", OWNER, OWNER, "");
  }

  /// The owner in the database that every new server has.
  DatabaseAddress maintenance() {
    return new DatabaseAddress("127.0.0.1", port, "postgres", OWNER, OWNER, "");
  }

  /// A folder under the final name is complete: a start that was killed half way leaves another
  /// one.
  private void initialize() throws IOException {
    Path unfinished = folder.resolve("postgresql.new");
    if (Files.exists(unfinished)) {
      Folders.delete(unfinished);
    }
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path password = Files.createTempFile(folder, "password", "", ownerOnly);
    try {
      Files.writeString(password, OWNER);
      tools.run(
          List.of(
              "initdb",
              "-D",
              unfinished.toString(),
              "-U",
              OWNER,
              "-A",
              "scram-sha-256",
              "--pwfile=" + password,
              "-E",
              "UTF8",
              "--locale=C",
              "--no-sync"));
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.delete(password);
    }
  }

  /// Stops the server: sessions are ended, what is committed is kept. A Ctrl-C in a terminal
  /// reaches the server as well, so that it may be gone, or just going.
  @Override
  public void close() throws IOException {
    List<String> stop = List.of("pg_ctl", "stop", "-D", data.toString(), "-w", "-s");
    try {
      tools.run(stop, "-m", "fast", "-t", STOP_SECONDS_MAX);
    } catch (UsageException notStopped) {
      if (Files.exists(data.resolve("postmaster.pid"))) {
        tools.run(stop, "-m", "immediate");
      }
    }
    if (server != null) {
      server.onExit().join();
    }
  }
}
