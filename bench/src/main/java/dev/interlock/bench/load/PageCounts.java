package dev.interlock.bench.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// PageCounts of a database's tables and indexes that sessions have asked for, once they have
/// ended: a session tells of its own only now and then, and at its end.
///
/// @param hits that were found in the server's memory
/// @param reads that were not
/// @param logged that went into the log as a whole, because they had not been written since the
///   last checkpoint
public record PageCounts(long hits, long reads, long logged) {

  /// What has been counted so far.
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

  /// What came to it since.
  PageCounts since(PageCounts earlier) {
    return new PageCounts(hits - earlier.hits, reads - earlier.reads, logged - earlier.logged);
  }
}
