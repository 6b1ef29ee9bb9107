package dev.interlock.emulator.database;

import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An embedded PostgreSQL on the loopback address, with its data in a folder.
///
/// Its superuser has a random password that only the owner of the folder can read, because anyone
/// who knows it can run programs as that owner. The tables belong to `interlock`, with the password
/// `interlock`, which is not a superuser, and the functions connect as a role with fewer rights.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final String ADMINISTRATOR = "administrator";
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final PostgresTools tools;
  private final ServerFolder folder;
  private final int port;
  private final ServerSettings settings;
  private volatile @Nullable Postmaster server;
  private volatile boolean closing;

  private EmbeddedPostgres(Path home, ServerFolder folder, int port, ServerSettings settings) {
    this.tools = new PostgresTools(home, folder);
    this.folder = folder;
    this.port = port;
    this.settings = settings;
  }

  /// Starts a server.
  ///
  /// @param cache where PostgreSQL is unpacked, once for all starts
  /// @param folder for the data, the log and the superuser's password
  public static EmbeddedPostgres start(Path cache, Path folder, int port, ServerSettings settings)
      throws IOException {
    Path home = PostgresBinaries.unpack(cache);
    ServerFolder files = new ServerFolder(folder.toRealPath());
    EmbeddedPostgres postgres = new EmbeddedPostgres(home, files, port, settings);
    if (!Files.exists(files.data())) {
      postgres.tools.initialize(ADMINISTRATOR);
    } else if (!Files.exists(files.passwordFile())) {
      throw new StaleDataException(
          "the PostgreSQL in "
              + folder
              + " is from an earlier version, with a published superuser");
    }
    postgres.launch(Redirect.to(files.log().toFile()), System.nanoTime() + START_MAX.toNanos());
    if (!postgres.isRunning()) {
      throw new SetupException("PostgreSQL does not start: see " + files.log());
    }
    return postgres;
  }

  /// Starts a durable server that containers on this machine can reach too.
  public static EmbeddedPostgres startFor(ContainerBridge bridge, Path cache, Path folder, int port)
      throws IOException {
    Path real = folder.toRealPath();
    ServerCertificate certificate = ServerCertificate.create(real, ContainerBridge.HOST);
    List<String> more = bridge.settings(real, certificate);
    return start(cache, real, port, ServerSettings.durable().with(more));
  }

  /// Stops the server that a killed process left running on the folder's data, if any.
  public static void stopLeftBehind(Path cache, Path folder) throws IOException {
    ServerFolder files = new ServerFolder(folder.toRealPath());
    if (files.isServed()) {
      Path home = PostgresBinaries.unpack(cache);
      new EmbeddedPostgres(home, files, 0, ServerSettings.durable()).close();
    }
    Files.deleteIfExists(files.pidFile());
  }

  /// Returns when the server accepts connections, or has ended.
  private void launch(Redirect output, long giveUpNanos) throws IOException {
    ProcessBuilder command = tools.server(port, settings).redirectOutput(output);
    Postmaster launched = Postmaster.launch(command, folder.pidFile());
    server = launched;
    launched.awaitReady(giveUpNanos, () -> closing);
  }

  /// The server's log, with every statement that failed.
  public Path log() {
    return folder.log();
  }

  /// Kills the postmaster, so that the server cannot shut down in order, and restarts it on its
  /// data. Returns when it accepts connections.
  ///
  /// @param away the time between the two
  /// @throws IOException also when the server is closed meanwhile
  public void killAndStart(Duration away) throws IOException {
    restart(Postmaster::kill, away);
  }

  /// Stops the server in immediate mode and restarts it, which recovers all commits from the WAL.
  /// Returns when it accepts connections.
  ///
  /// @param away the time between the two
  public void stopAndStart(Duration away) throws IOException {
    restart(_ -> tools.stopImmediately(), away);
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
    tools.control("promote", "-w");
  }

  /// Makes the running server reload the settings in its data folder.
  void reload() throws IOException {
    tools.control("reload");
  }

  ServerFolder folder() {
    return folder;
  }

  /// The port on the loopback address.
  public int port() {
    return port;
  }

  private interface Shutdown {
    void end(Postmaster server) throws IOException;
  }

  private synchronized void restart(Shutdown shutdown, Duration away) throws IOException {
    end(shutdown);
    Postmaster.pause(away, () -> closing);
    startAgain();
  }

  private void end(Shutdown shutdown) throws IOException {
    Postmaster running = server;
    if (closing || running == null) {
      throw new IOException("PostgreSQL is stopped for good");
    }
    shutdown.end(running);
    running.awaitEnd();
  }

  /// Stops the server in order until [#startAgain], and ends all sessions.
  public synchronized void stopForNow() throws IOException {
    if (isRunning()) {
      end(_ -> tools.stop());
    }
  }

  /// Starts a stopped server on its data. Returns when it accepts connections.
  ///
  /// @throws IOException also when the server is closed meanwhile
  public synchronized void startAgain() throws IOException {
    long giveUp = System.nanoTime() + START_MAX.toNanos();
    while (!isRunning() && !closing && System.nanoTime() < giveUp) {
      // A process left from the old server holds its shared memory, which a new one refuses.
      launch(Redirect.appendTo(log().toFile()), giveUp);
    }
    if (closing || !isRunning()) {
      throw new IOException("PostgreSQL does not start again: see " + log());
    }
  }

  private boolean isRunning() {
    return server != null && server.isAlive();
  }

  /// The owner of the tables in the database `interlock`. See [DatabasePreparation#createDatabase].
  public DatabaseAddress owner() {
    return DatabaseAddress.here(port, "interlock", "interlock", "interlock");
  }

  /// The superuser, in the database that every new server has.
  public DatabaseAddress administrator() throws IOException {
    String password = Files.readString(folder.passwordFile());
    return DatabaseAddress.here(port, "postgres", ADMINISTRATOR, password);
  }

  /// Stops the server and gives up a restart in progress. Commits are kept, sessions are ended.
  @Override
  public void close() throws IOException {
    closing = true;
    synchronized (this) {
      // Ctrl-C in a terminal also reaches the server, which may have ended or be about to.
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
      tools.stop();
    } catch (SetupException failure) {
      // It may have ended meanwhile; one that was killed leaves its pid file.
      if (Files.exists(folder.pidFile()) && (server == null || isRunning())) {
        tools.stopImmediately();
      }
    }
  }
}
