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

/// A history file as temporary tables of the audit's session, so that what callers heard and what
/// the journals say meet in queries, and neither has to fit into memory.
///
/// They are made and filled from the file before the snapshot is opened, and filled from the
/// journals within it: PostgreSQL lets a read-only transaction write to temporary tables, but not
/// make any.
final class HistoryTables implements AutoCloseable {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String READ_ONLY = "25006";

  // `meaning` and the columns after it are what ExchangeRow reads from the texts. resource_id,
  // sku and version belong to reads; sku is '' where a row has none.
  private static final String CREATE =
      """
      CREATE TEMPORARY TABLE clock (tolerance interval NOT NULL);
      CREATE TEMPORARY TABLE exchange (
        line bigint, operation text, caller text, idempotency_key text, sent_at timestamptz,
        answered_at timestamptz, status int, replayed boolean, etag text, body text,
        meaning text, refusal text, detail jsonb, asked jsonb, answered jsonb,
        resource_id uuid, sku text, version bigint);
      CREATE TEMPORARY TABLE sent_key (
        operation text, caller text, idempotency_key text, first_sent timestamptz,
        accepted_at timestamptz, settled boolean, first_denied timestamptz,
        first_possible timestamptz);
      CREATE TEMPORARY TABLE effect (
        operation text, caller text, idempotency_key text, id uuid, resource_id uuid, need int,
        created_at timestamptz, done jsonb, answer jsonb, etag text);
      CREATE TEMPORARY TABLE commit_time (
        operation text, caller text, idempotency_key text, at timestamptz);
      CREATE TEMPORARY TABLE claim (
        line bigint, kind text, resource_id uuid, sku text, value_min bigint, value_max bigint,
        first_sent timestamptz, decided_at timestamptz);
      CREATE TEMPORARY TABLE row_version (
        kind text, resource_id uuid, sku text, version bigint, value bigint,
        created_at timestamptz);
      CREATE INDEX ON row_version (kind, resource_id, sku, created_at);
      CREATE TEMPORARY TABLE grant_state (
        resource_id uuid, principal text, acl_version bigint, role text, expires_at timestamptz,
        seen_from timestamptz, seen_until timestamptz);
      CREATE INDEX ON grant_state (resource_id, principal, seen_until);
      CREATE TEMPORARY TABLE revoked (
        resource_id uuid, principal text, need int, revoked_at timestamptz,
        granted_at timestamptz, grant_sent timestamptz);
      CREATE INDEX ON revoked (resource_id, principal, need, revoked_at);
      """;

  private static final String DROP =
      """
      DROP TABLE IF EXISTS pg_temp.clock, pg_temp.exchange, pg_temp.sent_key, pg_temp.effect,
        pg_temp.commit_time, pg_temp.claim, pg_temp.row_version, pg_temp.grant_state,
        pg_temp.revoked
      """;

  private static final String COPY = "COPY exchange FROM STDIN";

  // `first_possible`: from then on something of this key may have been written.
  private static final String SENT_KEYS =
      """
      INSERT INTO sent_key
      SELECT operation, caller, idempotency_key, min(sent_at),
        min(answered_at) FILTER (WHERE meaning = 'accepted'),
        bool_or(meaning IN ('accepted', 'refused', 'rejected')),
        min(sent_at) FILTER (WHERE meaning IN ('not-written', 'rejected')),
        min(sent_at) FILTER (WHERE meaning NOT IN ('not-written', 'rejected'))
      FROM exchange
      WHERE idempotency_key IS NOT NULL
      GROUP BY operation, caller, idempotency_key
      """;

  // A key has three columns, so PostgreSQL takes a join of keys to find next to nothing and loops
  // over all of both sides.
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
      statement.execute(CREATE);
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
      statement.execute(SENT_KEYS);
      statement.execute("ANALYZE exchange");
      statement.execute("ANALYZE sent_key");
    }
  }

  /// In large pieces: each costs a message, and the server a wake-up.
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

  private static final int PIECE_BYTES = 64 * 1_024;

  /// CockroachDB's default --max-offset: each node has its own clock.
  private static final long NODES_APART_MILLIS = 500;

  /// Whether the snapshot may be read-only and these tables still be filled.
  boolean fillsReadOnly() {
    return !cockroach;
  }

  /// Fills, within the audit's snapshot, what the journals say of the keys in the file.
  void fillFromJournals() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!cockroach) {
        statement.execute(PLANS);
      }
      for (String sql : EffectTables.FILL) {
        statement.execute(sql);
      }
      for (String sql : RefusalTables.FILL) {
        statement.execute(sql);
      }
      if (!cockroach) {
        statement.execute(EffectTables.COMMIT_TIMES);
        statement.execute("ANALYZE effect, commit_time, claim, row_version, grant_state, revoked");
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

  /// Drops the tables; outside the transaction that they were filled in.
  @Override
  public void close() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(DROP);
    }
  }
}
