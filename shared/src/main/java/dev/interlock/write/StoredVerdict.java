package dev.interlock.write;

import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// The row `(verdict, detail, decided_at)` that a statement returns, or that the key's row holds:
/// replays take the same path as fresh answers.
record StoredVerdict(String word, String detail, Instant decidedAt) {

  static StoredVerdict of(ResultSet row) throws SQLException {
    return new StoredVerdict(
        row.getString("verdict"),
        row.getString("detail"),
        row.getObject("decided_at", OffsetDateTime.class).toInstant());
  }

  boolean isUndecided() {
    return word.equals(ConditionalStatement.UNDECIDED);
  }

  <V> V read(ConditionalStatement<?, V> statement) {
    if (word.equals(ConditionalStatement.ISOLATION_TOO_LOW)) {
      throw new IllegalStateException(
          "nothing was written: the session runs below REPEATABLE READ. Behind a pooler the role"
              + " must carry the setting, see roles.sql: ALTER ROLE ... IN DATABASE ... SET"
              + " default_transaction_isolation = serializable");
    }
    try {
      return statement.verdict(word, Json.object(detail), decidedAt);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("the detail of a verdict is not a JSON object", e);
    }
  }
}
