package dev.interlock.audit.seal;

import dev.interlock.limits.TimeLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Seals a database, and compares it with an earlier seal.
///
/// It rebuilds the earlier seal from today's rows up to the same time, which must result in the
/// same seal. That works because a seal covers only rows that are settled, which means that no
/// older row can be committed any more.
public final class SealPass {

  /// How old a row must be to be settled. Its time is read by a statement that commits later, but
  /// no statement runs longer than [TimeLimits#API_GATEWAY_MAX]. The rest is for a database whose
  /// clock steps back at a failover.
  public static final Duration SETTLED_AFTER = TimeLimits.API_GATEWAY_MAX.multipliedBy(2);

  private static final int ROWS_PER_FETCH = 1_000;

  // A long transaction, of somebody with a database client, holds the seal back if the auditor may
  // see it. A replica has only what was committed before the last transaction that it replayed.
  private static final String SETTLED_ON_POSTGRES =
      """
      SELECT current_database(), least(
        CASE WHEN pg_is_in_recovery()
          THEN coalesce(pg_last_xact_replay_timestamp(), TIMESTAMPTZ '0001-01-02T00:00:00Z')
          ELSE clock_timestamp() END - ? * INTERVAL '1 microsecond',
        (SELECT min(xact_start) FROM pg_stat_activity
          WHERE datname = current_database() AND backend_xid IS NOT NULL))
      """;

  private static final String SETTLED_ON_COCKROACH =
      "SELECT current_database(), clock_timestamp() - ? * INTERVAL '1 microsecond'";

  // Values as text must not depend on settings of the server or the user.
  private static final String AS_TEXT =
      """
      SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, MDY';
      SET LOCAL intervalstyle = 'postgres'; SET LOCAL bytea_output = 'hex';
      SET LOCAL extra_float_digits = 1
      """;

  private final @Nullable Seal earlier;
  private final String database;
  private final Instant until;
  private final SortedMap<String, JournalSeal> sealed = new TreeMap<>();

  private SealPass(@Nullable Seal earlier, String database, Instant until) {
    this.earlier = earlier;
    this.database = database;
    this.until = until;
  }

  /// Decides which rows are settled. Must come before the snapshot in which [#run] reads them: what
  /// is committed between the two is then newer than any settled row.
  ///
  /// @param settledAfter at least [#SETTLED_AFTER], more if clocks differ more
  /// @throws UnusableSealException when the earlier seal is of another database
  public static SealPass begin(Connection connection, Sealing sealing, Duration settledAfter)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            isCockroach(connection) ? SETTLED_ON_COCKROACH : SETTLED_ON_POSTGRES)) {
      statement.setLong(1, settledAfter.toNanos() / 1_000);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        String database = row.getString(1);
        Instant settled = row.getObject(2, OffsetDateTime.class).toInstant();
        return of(sealing.earlier(), database, settled);
      }
    }
  }

  private static SealPass of(Optional<Seal> earlier, String database, Instant settled) {
    if (earlier.isEmpty()) {
      return new SealPass(null, database, settled);
    }
    Seal seal = earlier.get();
    if (!seal.database().equals(database)) {
      throw new UnusableSealException(
          "this is a seal of database %s, not of %s".formatted(seal.database(), database));
    }
    // What was settled once stays settled.
    return new SealPass(seal, database, seal.until().isAfter(settled) ? seal.until() : settled);
  }

  private static boolean isCockroach(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT version() LIKE 'CockroachDB%'")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /// How many comparisons [#run] makes.
  public static int comparisons() {
    return SealedJournal.ALL.size();
  }

  /// Reads all settled rows in the connection's transaction, one at a time.
  public void run(Connection connection, Consumer<SealComparison> comparisons) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(AS_TEXT);
    }
    for (SealedJournal journal : SealedJournal.ALL) {
      comparisons.accept(seal(journal, connection));
    }
  }

  /// The new seal, after [#run].
  public Seal seal() {
    return new Seal(database, until, sealed);
  }

  private SealComparison seal(SealedJournal journal, Connection connection) throws SQLException {
    JournalSeal.Builder then = new JournalSeal.Builder();
    JournalSeal.Builder now = new JournalSeal.Builder();
    RowReader reader = RowReader.of(journal, connection);
    try (PreparedStatement statement = connection.prepareStatement(reader.query())) {
      statement.setFetchSize(ROWS_PER_FETCH);
      statement.setObject(1, (earlier == null ? until : earlier.until()).atOffset(ZoneOffset.UTC));
      statement.setObject(2, until.atOffset(ZoneOffset.UTC));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          SealedRow row = reader.read(rows);
          now.add(row);
          if (earlier != null && rows.getBoolean(1)) {
            then.add(row);
          }
        }
      }
    }
    sealed.put(journal.label(), now.build());
    return compared(journal, then.build());
  }

  private SealComparison compared(SealedJournal journal, JournalSeal then) {
    // A journal that is newer than the earlier seal has nothing to be compared with.
    @Nullable JournalSeal before = earlier == null ? null : earlier.journals().get(journal.label());
    return before == null
        ? new SealComparison(journal.id(), journal.invariant(), 0, List.of())
        : new SealComparison(
            journal.id(), journal.invariant(), before.rows(), then.differencesFrom(before));
  }
}
