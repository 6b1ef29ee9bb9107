package dev.interlock.write;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// One SELECT that answers a read, the caller's grant included.
///
/// @param <T> what it answers
public interface ConsistentQuery<T> {

  /// The SQL text, a constant: it is kept prepared on the connection.
  String sql();

  /// Sets every parameter.
  void bind(PreparedStatement statement) throws SQLException;

  /// Reads the answer.
  T read(ResultSet rows) throws SQLException;
}
