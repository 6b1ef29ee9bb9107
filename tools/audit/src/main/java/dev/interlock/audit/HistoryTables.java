package dev.interlock.audit;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryReader;
import dev.interlock.audit.history.UnusableHistoryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// A history file as temporary tables of the audit's session, so that queries can compare it with
/// the journals and neither has to fit into memory.
///
/// The tables are created and filled from the file before the snapshot is opened, and filled from
/// the journals within it: PostgreSQL lets a read-only transaction write to temporary tables, but
/// not create any.
final class HistoryTables implements AutoCloseable {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String READ_ONLY = "25006";

  private static final String COPY = "COPY exchange FROM STDIN";
  private static final int PIECE_BYTES = 64 * 1_024;

  /// CockroachDB's default --max-offset: each node has its own clock.
  private static final long NODES_APART_MILLIS = 500;

  // A key has three columns, so PostgreSQL expects a join on keys to match almost nothing and picks
  // a nested loop over both sides.
  private static final String PLANS = "SET LOCAL enable_nestloop = off";

  private final Connection connection;
  private final boolean cockroach;

  private HistoryTables(Connection connection, boolean cockroach) {
    this.connection = connection;
    this.cockroach = cockroach;
  }

  /// Reads the file to its end.
  static HistoryTables load(Connection connection, Path file, Duration clockTolerance)
      throws SQLException, IOException {
    HistoryTables tables = new HistoryTables(connection, isCockroach(connection));
    try {
      tables.create();
      tables.fill(file, clockTolerance);
      return tables;
    } catch (SQLException | IOException | RuntimeException failure) {
      try {
        tables.close();
      } catch (SQLException alsoFailed) {
        failure.addSuppressed(alsoFailed);
      }
      throw failure;
    }
  }

  private void create() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (cockroach) {
        statement.execute("SET experimental_enable_temp_tables = 'on'");
      }
      statement.execute(HistorySchema.CREATE);
    } catch (SQLException refused) {
      String state = refused.getSQLState();
      if (INSUFFICIENT_PRIVILEGE.equals(state) || READ_ONLY.equals(state)) {
        throw new UnusableHistoryException(
            "a history needs temporary tables, which this user or server does not allow ("
                + String.valueOf(refused.getMessage()).lines().findFirst().orElse("")
                + "): GRANT TEMPORARY ON DATABASE, or use a server that is not a replica",
            refused);
      }
      throw refused;
    }
  }

  private void fill(Path file, Duration clockTolerance) throws SQLException, IOException {
    try (PreparedStatement clock =
        connection.prepareStatement("INSERT INTO clock SELECT ? * INTERVAL '1 millisecond'")) {
      clock.setLong(1, clockTolerance.toMillis() + (cockroach ? NODES_APART_MILLIS : 0));
      clock.executeUpdate();
    }
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
    try (HistoryReader reader = HistoryReader.of(file)) {
      copyAll(reader, copy);
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(HistorySchema.FILL_SENT_KEYS);
      statement.execute("ANALYZE exchange");
      statement.execute("ANALYZE sent_key");
    }
  }

  /// In large pieces: each costs a message and wakes the server.
  private static void copyAll(HistoryReader reader, CopyIn copy) throws SQLException, IOException {
    ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE_BYTES);
    for (Optional<Exchange> next = reader.next(); next.isPresent(); next = reader.next()) {
      piece.writeBytes(ExchangeRow.of(reader.line(), next.get()).getBytes(StandardCharsets.UTF_8));
      if (piece.size() >= PIECE_BYTES) {
        copy.writeToCopy(piece.toByteArray(), 0, piece.size());
        piece.reset();
      }
    }
    copy.writeToCopy(piece.toByteArray(), 0, piece.size());
    copy.endCopy();
  }

  /// Whether the snapshot may be read-only and these tables still be filled.
  boolean fillsReadOnly() {
    return !cockroach;
  }

  /// Fills in, within the audit's snapshot, what the journals say about the keys in the file.
  void fillFromJournals() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!cockroach) {
        statement.execute(PLANS);
      }
      for (String sql : JournalTables.FILL) {
        statement.execute(sql);
      }
      if (!cockroach) {
        statement.execute(JournalTables.COMMIT_TIMES);
        statement.execute(
            "ANALYZE effect, commit_time, claim, row_version, grant_state, status_state,"
                + " owner_state, revoked");
      }
    }
  }

  static boolean isCockroach(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT version() LIKE 'CockroachDB%'")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /// Drops the tables, outside the transaction in which they were filled.
  @Override
  public void close() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(HistorySchema.DROP);
    }
  }
}
