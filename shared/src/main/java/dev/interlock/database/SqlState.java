package dev.interlock.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Reads the one thing about a failure that can be relied on.
public final class SqlState {

  static final String PASSWORD_INVALID = "28P01";
  static final String AUTHORIZATION_INVALID = "28000";

  private SqlState() {}

  /// The SQLSTATE of an exception, or of the first of its causes that has one; empty when none has.
  public static String of(SQLException exception) {
    for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  /// Says whether a connection was refused for its credential, or had none to come with.
  public static boolean isCredentialRefused(String sqlState) {
    return sqlState.equals(PASSWORD_INVALID) || sqlState.equals(AUTHORIZATION_INVALID);
  }
}
