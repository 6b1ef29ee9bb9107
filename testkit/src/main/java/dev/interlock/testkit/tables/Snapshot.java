package dev.interlock.testkit.tables;

import dev.interlock.office.tables.TableCatalog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All tables at one moment, each as a row count and a digest.
public record Snapshot(Map<String, Long> counts, Map<String, String> digests) {

  /// Takes a snapshot. Equal snapshots mean that no row changed.
  public static Snapshot of(Connection connection) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, String> digests = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql(TableCatalog.of(connection)))) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
        digests.put(rows.getString(1), rows.getString(3));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return new Snapshot(counts, digests);
  }

  /// The number of rows added to each table, without tables whose count is unchanged.
  public Map<String, Long> rowsSince(Snapshot before) {
    Map<String, Long> more = new LinkedHashMap<>();
    counts.forEach((table, count) -> {
      long added = count - before.counts.getOrDefault(table, 0L);
      if (added != 0) {
        more.put(table, added);
      }
    });
    return more;
  }

  /// The tables in which anything changed.
  public List<String> changedSince(Snapshot before) {
    return digests.entrySet().stream()
        .filter(digest -> !digest.getValue().equals(before.digests.get(digest.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String sql(TableCatalog tables) {
    StringBuilder sql = new StringBuilder();
    for (String table : tables.names()) {
      sql.append(sql.isEmpty() ? "" : " UNION ALL ")
          .append("SELECT '" + table + "', count(*), ")
          .append("md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM ")
          .append(table)
          .append(" t");
    }
    return sql.toString();
  }
}
