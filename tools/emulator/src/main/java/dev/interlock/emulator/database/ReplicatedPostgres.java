package dev.interlock.emulator.database;

import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL with a standby that takes its place when it is lost.
///
/// Replication is synchronous: a commit is acknowledged once both servers have it, so a failover
/// loses nothing that was acknowledged. PostgreSQL makes one exception: it also acknowledges a
/// statement that is cancelled while it waits for the standby. So [#failOver] first waits until the
/// standby has everything, and no statement may be cancelled while it runs.
public final class ReplicatedPostgres implements AutoCloseable {
  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private static final List<String> REPLICATION =
      List.of(
          // A standby needs WAL from before it connects, and has no replication slot to keep it.
          "wal_keep_size=512MB",
          // Commits on a restarted primary wait for the standby to reconnect, so it retries often.
          "wal_retrieve_retry_interval=100ms");

  private static final String SYNCHRONOUS = "synchronous_standby_names = '*'\n";

  private final Path cache;
  private final Path folder;
  private final boolean durable;
  private final List<String> settings;
  private volatile EmbeddedPostgres primary;
  private volatile EmbeddedPostgres standby;

  private ReplicatedPostgres(Path cache, Path folder, boolean durable, List<String> settings)
      throws IOException {
    this.cache = cache;
    this.folder = folder;
    this.durable = durable;
    this.settings = settings;
    this.primary = EmbeddedPostgres.start(cache, folder, FreePort.choose(), durable, settings);
    try {
      this.standby = addStandby(standbyFolder(folder));
    } catch (IOException | RuntimeException failure) {
      primary.close();
      throw failure;
    }
  }

  /// Starts both servers.
  ///
  /// @param folder for the data of the primary, and for the standby's folder
  /// @param durable false for data that is not needed after this process
  /// @param more further settings, such as `max_connections=100`
  public static ReplicatedPostgres start(
      Path cache, Path folder, boolean durable, List<String> more) throws IOException {
    List<String> settings = new ArrayList<>(REPLICATION);
    settings.addAll(more);
    return new ReplicatedPostgres(cache, folder.toRealPath(), durable, settings);
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

  /// Undoes [#refuseWrites].
  public synchronized void acceptWrites() throws IOException {
    configure(primary, SYNCHRONOUS);
  }

  /// Kills the primary, and promotes the standby. Returns when the new primary accepts writes.
  ///
  /// [#primary] is the standby even before its promotion, as when an address moves first.
  ///
  /// @param readOnly how long the primary refuses writes before it is lost, its sessions still open
  /// @param recovering how long the address leads to a standby that has not been promoted
  /// @return when the first write was refused, if any was sent
  public synchronized Instant failOver(Duration readOnly, Duration recovering) throws IOException {
    EmbeddedPostgres lost = primary;
    awaitStandby();
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
    return primary.data().equals(EmbeddedPostgres.dataOf(home));
  }

  private EmbeddedPostgres addStandby(Path home) throws IOException {
    Files.createDirectories(home);
    Path data = EmbeddedPostgres.dataOf(home);
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
        primary.passwordFile(),
        home.resolve(primary.passwordFile().getFileName()),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    EmbeddedPostgres added =
        EmbeddedPostgres.start(cache, home, FreePort.choose(), durable, settings);
    try {
      configure(primary, SYNCHRONOUS);
      awaitStandby();
    } catch (IOException | RuntimeException failure) {
      added.close();
      throw failure;
    }
    return added;
  }

  private static void configure(EmbeddedPostgres server, String lines) throws IOException {
    Files.writeString(configuration(server.data()), lines);
    server.reload();
  }

  /// Overrides `postgresql.conf`. Usually written by ALTER SYSTEM.
  private static Path configuration(Path data) {
    return data.resolve("postgresql.auto.conf");
  }

  /// Returns when the standby is synchronous and has everything that the primary has now.
  private void awaitStandby() throws IOException {
    long giveUp = System.nanoTime() + CATCH_UP_MAX.toNanos();
    try (Connection connection = administer(primary);
        Statement statement = connection.createStatement();
        ResultSet now = statement.executeQuery("SELECT pg_current_wal_flush_lsn()");
        PreparedStatement caughtUp =
            connection.prepareStatement(
                """
                SELECT 1 FROM pg_stat_replication
                WHERE sync_state = 'sync' AND flush_lsn >= ?::pg_lsn
                """)) {
      now.next();
      caughtUp.setString(1, now.getString(1));
      while (!hasRow(caughtUp)) {
        if (System.nanoTime() > giveUp) {
          throw new IOException("the standby does not catch up: see " + primary.log());
        }
        Postmaster.pause(POLL, () -> false);
      }
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  /// Connects as the administrator, and waits while clients have taken every connection: those kept
  /// back for him may be held by others who are just being refused.
  static Connection administer(EmbeddedPostgres server) throws SQLException, IOException {
    long giveUp = System.nanoTime() + CATCH_UP_MAX.toNanos();
    while (true) {
      try {
        return server.administrator().connect();
      } catch (SQLException refused) {
        if (!TOO_MANY_CONNECTIONS.equals(refused.getSQLState()) || System.nanoTime() > giveUp) {
          throw refused;
        }
        Postmaster.pause(POLL, () -> false);
      }
    }
  }

  private static boolean hasRow(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      return rows.next();
    }
  }

  /// Stops the servers that a killed process left running, if any.
  public static void stopLeftBehind(Path cache, Path folder) throws IOException {
    EmbeddedPostgres.stopLeftBehind(cache, folder);
    if (Files.isDirectory(standbyFolder(folder))) {
      EmbeddedPostgres.stopLeftBehind(cache, standbyFolder(folder));
    }
  }

  /// Stops both. The folder then holds the primary's data, for a single server.
  @Override
  public synchronized void close() throws IOException {
    try {
      primary.close();
    } finally {
      standby.close();
    }
    Files.writeString(configuration(primary.data()), "");
    if (!isIn(folder)) {
      Path alone = EmbeddedPostgres.dataOf(folder);
      Folders.delete(alone);
      Files.move(primary.data(), alone, StandardCopyOption.ATOMIC_MOVE);
    }
    Folders.delete(standbyFolder(folder));
  }
}
