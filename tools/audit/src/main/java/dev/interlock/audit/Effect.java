package dev.interlock.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one statement did: the rows that it wrote, the version that it made of each, and when its
/// caller sent it and received the answer, in microseconds.
final class Effect {

  // A row, and the first and last version of it.
  private static final int WIDTH = 3;

  private final String name;
  private final @Nullable String id;
  private final String createdAt;
  final long firstSent;
  final long acceptedAt;
  private int[] touched = new int[2 * WIDTH];
  private int count;

  /// The effect of its first row. A call that is not in the history may have been sent at any time
  /// and answered at any time.
  Effect(ResultSet row) throws SQLException {
    String key = row.getString("idempotency_key");
    this.name =
        row.getString("operation")
            + (key == null ? "" : " caller=" + row.getString("caller") + " key=" + key);
    this.id = row.getString("id");
    this.createdAt = row.getString("created_at");
    this.firstSent = longOr(row, "first_sent", Long.MIN_VALUE);
    this.acceptedAt = longOr(row, "accepted_at", Long.MAX_VALUE);
  }

  private static long longOr(ResultSet row, String column, long other) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? other : value;
  }

  /// Whether the row belongs to this effect. A row without an id is an effect by itself.
  boolean continuesIn(ResultSet row) throws SQLException {
    return id != null
        && Objects.equals(id, row.getString("id"))
        && createdAt.equals(row.getString("created_at"));
  }

  /// Records that it made that version of that row; of several, the first and the last count.
  void touch(int row, int version) {
    for (int i = 0; i < count; i++) {
      if (row(i) == row) {
        touched[WIDTH * i + 1] = Math.min(first(i), version);
        touched[WIDTH * i + 2] = Math.max(last(i), version);
        return;
      }
    }
    if (touched.length == WIDTH * count) {
      touched = Arrays.copyOf(touched, 2 * touched.length);
    }
    touched[WIDTH * count] = row;
    touched[WIDTH * count + 1] = version;
    touched[WIDTH * count + 2] = version;
    count++;
  }

  int rows() {
    return count;
  }

  int row(int index) {
    return touched[WIDTH * index];
  }

  int first(int index) {
    return touched[WIDTH * index + 1];
  }

  int last(int index) {
    return touched[WIDTH * index + 2];
  }

  @Override
  public String toString() {
    return "effect=" + name + " id=" + id + " created_at=" + createdAt;
  }
}
