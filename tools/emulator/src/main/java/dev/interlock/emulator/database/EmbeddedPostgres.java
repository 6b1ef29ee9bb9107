package dev.interlock.emulator.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.host.SetupException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An embedded PostgreSQL on the loopback address, with its data in a folder.
///
/// Its superuser has a random password that only the owner of the folder can read, because anyone
/// who knows it can run programs as that owner. The tables belong to `interlock`, with the password
/// `interlock`, which is not a superuser, and the functions connect as a role with fewer rights.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final String OWNER = "interlock";
  private static final String ADMINISTRATOR = "administrator";
  private static final int CONNECTIONS_MAX = 300;
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final String STOP_SECONDS_MAX = "20";
  private static final List<String> STOP = List.of("pg_ctl", "stop", "-w", "-s");

  private final PostgresTools tools;
  private final Path folder;
  private final Path data;
  private final int port;
  private final List<String> settings;
  private volatile @Nullable Postmaster server;
  private volatile boolean closing;

  private EmbeddedPostgres(Path home, Path folder, int port, List<String> settings) {
    this.tools = new PostgresTools(home, folder);
    this.folder = folder;
    this.data = dataOf(folder);
    this.port = port;
    this.settings = settings;
  }

  /// Starts a server on `port`, with connections for a stack of any size.
  ///
  /// @param cache where PostgreSQL is unpacked to, for every later start
  /// @param folder for `postgresql`, the data, and `postgresql.log`
  /// @param durable false for data that nobody needs after this process
  public static EmbeddedPostgres start(Path cache, Path folder, int port, boolean durable)
      throws IOException {
    return start(cache, folder, port, durable, CONNECTIONS_MAX);
  }

  /// Starts a server with so many connections: taking all of them takes the longer, the more.
  public static EmbeddedPostgres start(
      Path cache, Path folder, int port, boolean durable, int connectionsMax) throws IOException {
    return start(cache, folder, port, settings(durable, connectionsMax));
  }

  /// Starts a server with settings of the caller's, which count more than its own.
  ///
  /// @param more such as `shared_buffers=2GB`
  public static EmbeddedPostgres start(
      Path cache, Path folder, int port, boolean durable, List<String> more) throws IOException {
    List<String> settings = settings(durable, CONNECTIONS_MAX);
    settings.addAll(more);
    return start(cache, folder, port, settings);
  }

  /// Starts a server that containers on this machine can reach too.
  public static EmbeddedPostgres startFor(ContainerBridge bridge, Path cache, Path folder, int port)
      throws IOException {
    Path real = folder.toRealPath();
    ServerCertificate certificate = ServerCertificate.create(real, ContainerBridge.HOST);
    return start(cache, real, port, true, bridge.settings(real, certificate));
  }

  private static EmbeddedPostgres start(Path cache, Path folder, int port, List<String> settings)
      throws IOException {
    Path home = PostgresBinaries.unpack(cache);
    EmbeddedPostgres postgres = new EmbeddedPostgres(home, folder.toRealPath(), port, settings);
    if (!Files.exists(postgres.data)) {
      postgres.tools.initialize(postgres.data, ADMINISTRATOR, postgres.passwordFile());
    } else if (!Files.exists(postgres.passwordFile())) {
      throw new StaleDataException(
          "the PostgreSQL in "
              + folder
              + " is from an earlier version, with a published superuser");
    }
    postgres.start();
    return postgres;
  }

  private static List<String> settings(boolean durable, int connectionsMax) {
    List<String> settings = new ArrayList<>();
    settings.add("listen_addresses=127.0.0.1");
    settings.add("unix_socket_directories=");
    settings.add("max_connections=" + connectionsMax);
    // A journal row says when it was decided, not when others could see it. Whether it came after
    // an answer is a question of the latter, and the server remembers that only if told to.
    settings.add("track_commit_timestamp=on");
    if (!durable) {
      settings.addAll(List.of("fsync=off", "full_page_writes=off"));
    }
    return settings;
  }

  private void launch(boolean again) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("postgres", "-D", data.toString(), "-p", Integer.toString(port)));
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    File log = log().toFile();
    Redirect output = again ? Redirect.appendTo(log) : Redirect.to(log);
    server = Postmaster.launch(tools.command(command).redirectOutput(output), data);
  }

  private void start() throws IOException {
    launch(false);
    if (!ready(server, System.nanoTime() + START_MAX.toNanos())) {
      throw new SetupException("PostgreSQL does not start: see " + log());
    }
  }

  private boolean ready(@Nullable Postmaster started, long giveUpNanos) throws IOException {
    return started != null && started.awaitReady(giveUpNanos, () -> closing);
  }

  /// What the server says of itself and of each statement that fails.
  public Path log() {
    return folder.resolve("postgresql.log");
  }

  /// Kills the first process of the server, so that nobody tidies up, and starts it again on the
  /// data as it lies there. Returns when connections are accepted.
  ///
  /// @param away how long it is gone in between
  /// @throws IOException also when the server is closed meanwhile
  public void killAndStart(Duration away) throws IOException {
    again(Postmaster::kill, away);
  }

  /// Stops the server without a word to anybody (`-m immediate`), and starts it again in the same
  /// way: what was committed is found in the log of its writes.
  public void stopAndStart(Duration away) throws IOException {
    again(_ -> tools.run(STOP, "-D", data.toString(), "-m", "immediate"), away);
  }

  /// Kills the postmaster, without a restart. Returns when no process of the server is left that
  /// could still acknowledge a commit.
  synchronized void kill() {
    closing = true;
    if (server != null) {
      server.kill();
      server.awaitEnd();
    }
  }

  /// Promotes a standby to primary. Returns when it accepts writes.
  void promote() throws IOException {
    tools.run(List.of("pg_ctl", "promote", "-w", "-s"), "-D", data.toString());
  }

  /// Makes the running server reload the settings in its data folder.
  void reload() throws IOException {
    tools.run(List.of("pg_ctl", "reload", "-s"), "-D", data.toString());
  }

  /// Where its data is.
  Path data() {
    return data;
  }

  /// Where it listens, on the loopback address.
  public int port() {
    return port;
  }

  private interface Ending {
    void end(Postmaster server) throws IOException;
  }

  private synchronized void again(Ending ending, Duration away) throws IOException {
    Postmaster running = server;
    if (closing || running == null) {
      throw new IOException("PostgreSQL is stopped for good");
    }
    ending.end(running);
    running.awaitEnd();
    long giveUp = System.nanoTime() + away.plus(START_MAX).toNanos();
    Postmaster.pause(away, () -> closing);
    do {
      // A process that is left of the server holds its memory, and keeps a new one from starting.
      launch(true);
    } while (!ready(server, giveUp) && !closing && System.nanoTime() < giveUp);
    if (closing || !isRunning()) {
      throw new IOException("PostgreSQL does not start again: see " + log());
    }
  }

  private boolean isRunning() {
    return server != null && server.isAlive();
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
      new EmbeddedPostgres(PostgresBinaries.unpack(cache), folder.toRealPath(), 0, List.of())
          .close();
    }
    // After a crash of the machine the number may belong to any process by now.
    Files.deleteIfExists(data.resolve("postmaster.pid"));
  }

  static Path dataOf(Path folder) {
    return folder.resolve("postgresql");
  }

  private static boolean isServerOf(Path data, long pid) {
    Optional<String[]> arguments =
        ProcessHandle.of(pid).map(ProcessHandle::info).flatMap(ProcessHandle.Info::arguments);
    return arguments.map(List::of).orElse(List.of()).contains(data.toString());
  }

  /// The owner of the tables in the database `interlock`, which exists after the first start.
  public DatabaseAddress owner() {
    return DatabaseAddress.here(port, "interlock", OWNER, OWNER);
  }

  /// The superuser, in the database that every new server has.
  public DatabaseAddress administrator() throws IOException {
    return DatabaseAddress.here(port, "postgres", ADMINISTRATOR, Files.readString(passwordFile()));
  }

  /// The file with the superuser's password.
  Path passwordFile() {
    return folder.resolve("postgresql.password");
  }

  /// Stops the server: sessions are ended, what is committed is kept. A Ctrl-C in a terminal
  /// reaches the server as well, so that it may be gone, or just going; and so may a restart, which
  /// is given up.
  @Override
  public void close() throws IOException {
    closing = true;
    synchronized (this) {
      if (server == null || isRunning()) {
        stop();
      }
      if (server != null) {
        server.awaitEnd();
      }
    }
  }

  private void stop() throws IOException {
    try {
      tools.run(STOP, "-D", data.toString(), "-m", "fast", "-t", STOP_SECONDS_MAX);
    } catch (SetupException notStopped) {
      // It may be gone by now, and a server that was killed leaves its file.
      if (Files.exists(data.resolve("postmaster.pid")) && (server == null || isRunning())) {
        tools.run(STOP, "-D", data.toString(), "-m", "immediate");
      }
    }
  }
}
