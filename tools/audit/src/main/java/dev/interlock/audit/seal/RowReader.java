package dev.interlock.audit.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a journal with all columns that it has today. A null column is left out of the
/// hash, so that a row that is older than the column keeps its hash.
final class RowReader {

  private static final String TIME = "created_at";

  private final SealedJournal journal;
  private final List<String> columns;
  private final MessageDigest sha256 = Sha256.create();

  private RowReader(SealedJournal journal, List<String> columns) {
    this.journal = journal;
    this.columns = columns;
  }

  static RowReader of(SealedJournal journal, Connection connection) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + journal.view() + " LIMIT 0")) {
      ResultSetMetaData found = none.getMetaData();
      for (int column = 1; column <= found.getColumnCount(); column++) {
        columns.add(found.getColumnName(column));
      }
    }
    // By name, because a migration may add columns in any order.
    Collections.sort(columns);
    return new RowReader(journal, columns);
  }

  String query() {
    return journal.rows(columns);
  }

  /// The row, whose columns follow the first one of the result.
  SealedRow read(ResultSet row) throws SQLException {
    for (int column = 0; column < columns.size(); column++) {
      @Nullable String value = row.getString(column + 2);
      if (value != null) {
        add(columns.get(column));
        add(value);
      }
    }
    return new SealedRow(name(row), day(value(row, TIME)), sha256.digest());
  }

  /// With its length, so that no two rows give the same bytes.
  private void add(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    sha256.update(bytes);
  }

  private String name(ResultSet row) throws SQLException {
    StringBuilder name = new StringBuilder();
    for (String column : journal.names()) {
      name.append(column).append('=').append(value(row, column)).append(' ');
    }
    return name.append(TIME).append('=').append(value(row, TIME)).toString();
  }

  private @Nullable String value(ResultSet row, String column) throws SQLException {
    return row.getString(columns.indexOf(column) + 2);
  }

  /// A time is cast to text as `2026-01-01 00:00:00+00`, or `-infinity`.
  private static String day(@Nullable String time) {
    return String.valueOf(time).split(" ", 2)[0];
  }
}
