package dev.interlock.bench.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Page accesses of a database's tables and indexes by sessions that have ended. A running session
/// reports its counts only now and then.
///
/// @param hits found in the server's memory
/// @param reads not found there
/// @param logged written to the log as a whole, because they had not been written since the last
///   checkpoint
public record PageCounts(long hits, long reads, long logged) {

  /// The counts so far.
  static PageCounts of(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT sum(heap_blks_hit + coalesce(idx_blks_hit, 0))::bigint,
                       sum(heap_blks_read + coalesce(idx_blks_read, 0))::bigint,
                       (SELECT wal_fpi FROM pg_stat_wal)
                  FROM pg_statio_user_tables
                """)) {
      row.next();
      return new PageCounts(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  /// The difference to an earlier reading.
  PageCounts since(PageCounts earlier) {
    return new PageCounts(hits - earlier.hits, reads - earlier.reads, logged - earlier.logged);
  }
}
