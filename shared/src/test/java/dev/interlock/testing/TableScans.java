package dev.interlock.testing;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Stream;

/// Counts, by the server's own statistics, the scans of whole tables from one moment on.
///
/// A session adds its numbers when it ends, so those of the functions have to be closed before.
public final class TableScans {

  private final TestDatabase database;

  /// From now on.
  public TableScans(TestDatabase database) {
    this.database = database;
    awaitOtherSessionsEnd();
    database.run("SELECT pg_stat_reset()");
  }

  /// The tables that were scanned since then, by their names.
  public List<String> sinceThen() {
    awaitOtherSessionsEnd();
    String names =
        database.text(
            """
            SELECT coalesce(string_agg(relname, ',' ORDER BY relname), '')
              FROM pg_stat_user_tables WHERE seq_scan > 0
            """);
    return Stream.of(names.split(",")).filter(name -> !name.isEmpty()).toList();
  }

  /// How many entries of indexes were read since then.
  public long indexRowsSinceThen() {
    awaitOtherSessionsEnd();
    return database.number("SELECT sum(idx_tup_read) FROM pg_stat_user_indexes");
  }

  private void awaitOtherSessionsEnd() {
    await()
        .until(() ->
            database.number(
                    """
                    SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()
                       AND backend_type = 'client backend'
                    """)
                == 0);
  }
}
