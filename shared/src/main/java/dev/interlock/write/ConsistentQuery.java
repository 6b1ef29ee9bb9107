package dev.interlock.write;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// One SELECT that answers a read and checks the caller's grant.
///
/// @param <T> the answer
public interface ConsistentQuery<T> {

  /// The SQL text, a constant: it is kept prepared on the connection.
  String sql();

  /// Sets every parameter.
  void bind(PreparedStatement statement) throws SQLException;

  /// Reads the answer.
  T read(ResultSet rows) throws SQLException;
}
