package dev.interlock.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The SQLSTATE of a failure: the only reliable information about it.
public final class SqlState {

  private static final String PASSWORD_INVALID = "28P01";
  private static final String AUTHORIZATION_INVALID = "28000";

  /// Our own, in addition to the server's: no credential to connect with.
  static final String NO_CREDENTIAL = "28I01";

  /// Our own: the database cannot store what callers send.
  static final String ENCODING_UNSUPPORTED = "0AI01";

  /// Our own: the startup packet was rejected, and would be again.
  public static final String STARTUP_REFUSED = "08I01";

  /// Our own: nothing was written, because others queue for the rows.
  public static final String QUEUE_NOT_EMPTY = "55I01";

  /// Our own: nothing was written, because the database has no queues.
  public static final String NO_QUEUE = "55I02";

  private static final String PROTOCOL_VIOLATION = "08P01";
  private static final String FEATURE_NOT_SUPPORTED = "0A000";

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

  /// Whether the server rejected a credential.
  public static boolean isCredentialRefused(String sqlState) {
    return sqlState.equals(PASSWORD_INVALID) || sqlState.equals(AUTHORIZATION_INVALID);
  }

  /// Whether the startup packet was rejected, if startup options were sent. Without them it may be
  /// a pooler without a free connection: PgBouncer reports everything as 08P01.
  static boolean isStartupRefused(String sqlState) {
    return sqlState.equals(PROTOCOL_VIOLATION) || sqlState.equals(FEATURE_NOT_SUPPORTED);
  }

  /// Whether there was no credential to connect with.
  public static boolean isCredentialMissing(String sqlState) {
    return sqlState.equals(NO_CREDENTIAL);
  }
}
