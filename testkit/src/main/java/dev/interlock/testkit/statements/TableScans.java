package dev.interlock.testkit.statements;

import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts table scans from one moment on, from the server's statistics.
///
/// A session reports its statistics when it ends, so the functions' sessions must be closed first.
public final class TableScans {

  private final TestDatabase database;
  private final Map<String, Long> before;
  private final long indexRowsBefore;

  /// From now on.
  public TableScans(TestDatabase database) {
    this.database = database;
    this.before = scans();
    this.indexRowsBefore = indexRows();
  }

  /// The names of the tables scanned since then.
  public List<String> sinceThen() {
    return scans().entrySet().stream()
        .filter(table -> table.getValue() > before.getOrDefault(table.getKey(), 0L))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The number of index entries read since then.
  public long indexRowsSinceThen() {
    return indexRows() - indexRowsBefore;
  }

  private Map<String, Long> scans() {
    awaitStatistics();
    Map<String, Long> scans = new TreeMap<>();
    String all =
        database.text(
            """
            SELECT string_agg(relname || '=' || seq_scan, ',') FROM pg_stat_user_tables
             WHERE schemaname = current_schema()
            """);
    for (String one : all.split(",", -1)) {
      String[] count = one.split("=", 2);
      scans.put(count[0], Long.parseLong(count[1]));
    }
    return scans;
  }

  private long indexRows() {
    awaitStatistics();
    return database.number(
        """
        SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = current_schema()
        """);
  }

  private void awaitStatistics() {
    new Backends(database).awaitCount(0);
    // This session stays open, and would report later.
    database.run("SELECT pg_stat_force_next_flush()");
  }
}
