package dev.interlock.emulator.database;

import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A PostgreSQL and a standby that replaces it in a failover.
///
/// Replication is synchronous: a commit is acknowledged once both servers have it, so a failover
/// loses nothing that was acknowledged. PostgreSQL makes one exception: it also acknowledges a
/// statement that is cancelled while it waits for the standby. So [#failOver] first waits until the
/// standby has everything, and no statement may be cancelled while it runs.
public final class ReplicatedPostgres implements AutoCloseable {
  private static final List<String> REPLICATION =
      List.of(
          // A standby needs WAL from before it connects, and has no replication slot to keep it.
          "wal_keep_size=512MB",
          // Commits on a restarted primary wait for the standby to reconnect, so it retries often.
          "wal_retrieve_retry_interval=100ms");

  private static final String SYNCHRONOUS = "synchronous_standby_names = '*'\n";

  private final Path cache;
  private final Path folder;
  private final ServerSettings settings;
  private volatile EmbeddedPostgres primary;
  private volatile EmbeddedPostgres standby;

  private ReplicatedPostgres(Path cache, Path folder, ServerSettings settings) throws IOException {
    this.cache = cache;
    this.folder = folder;
    this.settings = settings;
    this.primary = EmbeddedPostgres.start(cache, folder, FreePort.choose(), settings);
    try {
      this.standby = addStandby(standbyFolder(folder));
    } catch (IOException | RuntimeException failure) {
      primary.close();
      throw failure;
    }
  }

  /// Starts both servers with the same settings.
  ///
  /// @param folder for the data of the primary, and for the standby's folder
  public static ReplicatedPostgres start(Path cache, Path folder, ServerSettings settings)
      throws IOException {
    return new ReplicatedPostgres(cache, folder.toRealPath(), settings.with(REPLICATION));
  }

  private static Path standbyFolder(Path folder) {
    return folder.resolve("standby");
  }

  /// The server that accepts writes, or is about to.
  public EmbeddedPostgres primary() {
    return primary;
  }

  /// The standby, which refuses writes. A failover makes it the primary.
  public EmbeddedPostgres standby() {
    return standby;
  }

  /// Makes every new transaction on the primary read-only; sessions stay open.
  public synchronized void refuseWrites() throws IOException {
    configure(primary, SYNCHRONOUS + "default_transaction_read_only = on\n");
  }

  /// Accepts writes again after [#refuseWrites].
  public synchronized void acceptWrites() throws IOException {
    configure(primary, SYNCHRONOUS);
  }

  /// Kills the primary, and promotes the standby. Returns when the new primary accepts writes.
  ///
  /// [#primary] is the standby even before its promotion, as when an address moves first.
  ///
  /// @param readOnly how long the primary refuses writes, with its sessions open, before it is lost
  /// @param recovering how long the address leads to a standby that has not been promoted
  /// @return the time from which writes failed
  public synchronized Instant failOver(Duration readOnly, Duration recovering) throws IOException {
    EmbeddedPostgres lost = primary;
    StandbyCatchUp.await(primary);
    if (!readOnly.isZero()) {
      refuseWrites();
    }
    Instant refusing = Instant.now();
    Postmaster.pause(readOnly, () -> false);
    lost.kill();
    Instant gone = Instant.now();
    primary = standby;
    Postmaster.pause(recovering, () -> false);
    primary.promote();
    return readOnly.isZero() ? gone : refusing;
  }

  /// Adds a standby after a failover: a copy of the new primary, where the lost one's data was.
  public synchronized void restoreStandby() throws IOException {
    standby = addStandby(isIn(folder) ? standbyFolder(folder) : folder);
  }

  private boolean isIn(Path home) {
    return primary.folder().data().equals(new ServerFolder(home).data());
  }

  private EmbeddedPostgres addStandby(Path home) throws IOException {
    Files.createDirectories(home);
    Path data = new ServerFolder(home).data();
    if (Files.exists(data)) {
      Folders.delete(data);
    }
    configure(primary, "");
    BaseBackup.copy(primary, data);
    DatabaseAddress source = primary.administrator();
    Files.writeString(
        configuration(data),
        "primary_conninfo = 'host=%s port=%d user=%s password=%s'\n"
            .formatted(source.host(), source.port(), source.user(), source.password()));
    Files.createFile(data.resolve("standby.signal"));
    // Roles and their passwords are replicated too.
    Files.copy(
        primary.folder().passwordFile(),
        new ServerFolder(home).passwordFile(),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    EmbeddedPostgres added = EmbeddedPostgres.start(cache, home, FreePort.choose(), settings);
    try {
      configure(primary, SYNCHRONOUS);
      StandbyCatchUp.await(primary);
    } catch (IOException | RuntimeException failure) {
      added.close();
      throw failure;
    }
    return added;
  }

  private static void configure(EmbeddedPostgres server, String lines) throws IOException {
    Files.writeString(configuration(server.folder().data()), lines);
    server.reload();
  }

  /// Overrides `postgresql.conf`. Usually written by ALTER SYSTEM.
  private static Path configuration(Path data) {
    return data.resolve("postgresql.auto.conf");
  }

  /// Stops the servers that a killed process left running, if any.
  public static void stopLeftBehind(Path cache, Path folder) throws IOException {
    EmbeddedPostgres.stopLeftBehind(cache, folder);
    if (Files.isDirectory(standbyFolder(folder))) {
      EmbeddedPostgres.stopLeftBehind(cache, standbyFolder(folder));
    }
  }

  /// Stops both servers. The folder then holds the primary's data, ready for a single server.
  @Override
  public synchronized void close() throws IOException {
    try {
      primary.close();
    } finally {
      standby.close();
    }
    Files.writeString(configuration(primary.folder().data()), "");
    if (!isIn(folder)) {
      Path alone = new ServerFolder(folder).data();
      Folders.delete(alone);
      Files.move(primary.folder().data(), alone, StandardCopyOption.ATOMIC_MOVE);
    }
    Folders.delete(standbyFolder(folder));
  }
}
