package dev.interlock.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one statement did: the rows it wrote, which version of each it made, and when its caller
/// sent it and heard of it, in microseconds.
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

  private Effect(
      String name, @Nullable String id, String createdAt, long firstSent, long acceptedAt) {
    this.name = name;
    this.id = id;
    this.createdAt = createdAt;
    this.firstSent = firstSent;
    this.acceptedAt = acceptedAt;
  }

  /// Whoever is not in the history was sent before all times and answered after them.
  static Effect of(ResultSet row) throws SQLException {
    String id = row.getString("id");
    long firstSent = row.getLong("first_sent");
    firstSent = row.wasNull() ? Long.MIN_VALUE : firstSent;
    long acceptedAt = row.getLong("accepted_at");
    acceptedAt = row.wasNull() ? Long.MAX_VALUE : acceptedAt;
    String key = row.getString("idempotency_key");
    String name =
        row.getString("operation")
            + (key == null ? "" : " caller=" + row.getString("caller") + " key=" + key);
    return new Effect(name, id, row.getString("created_at"), firstSent, acceptedAt);
  }

  /// Whether the row is this effect's too. An entry of the back office is one by itself.
  boolean continuesIn(ResultSet row) throws SQLException {
    return id != null
        && Objects.equals(id, row.getString("id"))
        && createdAt.equals(row.getString("created_at"));
  }

  /// Notes that it made that version of that row; of several, the first and the last matter.
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
