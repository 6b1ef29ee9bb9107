package dev.interlock.testkit.statements;

import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts, by the server's own statistics, the scans of whole tables from one moment on.
///
/// A session adds its numbers when it ends, so those of the functions have to be closed before.
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

  /// The tables that were scanned since then, by their names.
  public List<String> sinceThen() {
    return scans().entrySet().stream()
        .filter(table -> table.getValue() > before.getOrDefault(table.getKey(), 0L))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// How many entries of indexes were read since then.
  public long indexRowsSinceThen() {
    return indexRows() - indexRowsBefore;
  }

  private Map<String, Long> scans() {
    awaitAllTold();
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
    awaitAllTold();
    return database.number(
        """
        SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = current_schema()
        """);
  }

  private void awaitAllTold() {
    new Backends(database).awaitCount(0);
    // Ours stays, and would tell some time.
    database.run("SELECT pg_stat_force_next_flush()");
  }
}
