package dev.interlock.emulator.database;

import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.host.SetupException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The PgBouncer that is installed on this machine, started in front of a database. It listens on
/// the loopback address and accepts the database's user and password.
public final class InstalledPgBouncer implements AutoCloseable {
  /// When a client returns its server session: when it disconnects, or after each transaction.
  public enum PoolMode {
    SESSION,
    TRANSACTION;

    /// As spelled in PgBouncer's configuration and in `DATABASE_POOLER`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Where packages put it, which is not on every user's path.
  private static final String SYSTEM_FOLDER = "/usr/sbin";

  private static final Duration START_MAX = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(10);

  private final Path program;
  private final Path folder;
  private final int port;
  private Process process;
  private boolean closed;

  private InstalledPgBouncer(Path program, Path folder, int port) throws IOException {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /// Whether it is installed here.
  public static boolean isInstalled() {
    return program().isPresent();
  }

  private static Optional<Path> program() {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + SYSTEM_FOLDER;
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Starts it.
  ///
  /// @param folder for its configuration and its log
  public static InstalledPgBouncer start(Path folder, DatabaseAddress database, PoolMode mode)
      throws IOException {
    Path program = program().orElseThrow(() -> new SetupException("PgBouncer is not installed"));
    int port = FreePort.choose();
    Files.createDirectories(folder);
    Path users = folder.resolve("users.txt");
    Files.deleteIfExists(users);
    Files.createFile(
        users, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(users, "\"%s\" \"%s\"\n".formatted(database.user(), database.password()));
    Files.writeString(folder.resolve("pgbouncer.ini"), configuration(database, mode, port, users));
    InstalledPgBouncer started = new InstalledPgBouncer(program, folder, port);
    try {
      started.awaitListening();
      return started;
    } catch (IOException failure) {
      started.close();
      throw failure;
    }
  }

  private static String configuration(
      DatabaseAddress database, PoolMode mode, int port, Path users) {
    // The default of server_login_retry, 15 seconds, is longer than a function has.
    return """
    [databases]
    %s = host=%s port=%d
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = scram-sha-256
    auth_file = %s
    pool_mode = %s
    max_client_conn = 500
    default_pool_size = 80
    server_login_retry = 1
    """
        .formatted(database.database(), database.host(), database.port(), port, users, mode);
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(PostgresTools.asAnyoneButRoot());
    command.addAll(List.of(program.toString(), folder.resolve("pgbouncer.ini").toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(Redirect.appendTo(log().toFile()))
        .start();
  }

  private void awaitListening() throws IOException {
    long giveUp = System.nanoTime() + START_MAX.toNanos();
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > giveUp) {
        throw new IOException("PgBouncer does not start: see " + log());
      }
      Postmaster.pause(POLL, () -> !process.isAlive());
    }
  }

  private boolean isListening() {
    try (Socket probe = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return probe.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Where clients connect to, on the loopback address.
  public int port() {
    return port;
  }

  /// Its log.
  public Path log() {
    return folder.resolve("pgbouncer.log");
  }

  /// Kills it, with every connection that goes through it, and starts it again.
  ///
  /// @param away how long it is gone in between
  public synchronized void killAndStart(Duration away) throws IOException {
    if (closed) {
      throw new IOException("PgBouncer is stopped for good");
    }
    kill();
    Postmaster.pause(away, () -> false);
    process = launch();
    awaitListening();
  }

  private void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public synchronized void close() {
    closed = true;
    kill();
  }
}
