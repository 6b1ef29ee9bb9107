package dev.interlock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// An error as a server says it.
///
/// @param severity `ERROR`, after which the connection serves on, or `FATAL` or `PANIC`, after
///   which it ends
public record ServerError(String severity, String sqlState, String message) {

  /// PostgreSQL's, of a snapshot that is too old for what it would write.
  public static final ServerError SERIALIZATION_FAILURE =
      error("40001", "could not serialize access due to concurrent update");

  /// CockroachDB's, of a transaction that the client has to begin again.
  public static final ServerError RESTART_TRANSACTION =
      error(
          "40001",
          "restart transaction: TransactionRetryWithProtoRefreshError: TransactionRetryError: retry"
              + " txn (RETRY_SERIALIZABLE - failed preemptive refresh)");

  /// Two transactions waited for each other, and this one was given up.
  public static final ServerError DEADLOCK = error("40P01", "deadlock detected");

  /// A lock was waited for until `lock_timeout`.
  public static final ServerError LOCK_NOT_AVAILABLE =
      error("55P03", "canceling statement due to lock timeout");

  /// CockroachDB's, of a commit whose answer it has lost itself.
  public static final ServerError COMPLETION_UNKNOWN =
      error("40003", "result is ambiguous: error=ba: context canceled [exhausted]");

  /// Somebody cancelled the statement, or `statement_timeout` did.
  public static final ServerError QUERY_CANCELED =
      error("57014", "canceling statement due to user request");

  /// Every connection that the server allows is taken.
  public static final ServerError TOO_MANY_CONNECTIONS =
      fatal("53300", "sorry, too many clients already");

  /// Somebody ended the session, or the server shuts down.
  public static final ServerError ADMIN_SHUTDOWN =
      fatal("57P01", "terminating connection due to administrator command");

  /// Another session crashed, and the server starts anew.
  public static final ServerError CRASH_SHUTDOWN =
      fatal("57P02", "terminating connection because of crash of another server process");

  /// The server starts up, or shuts down.
  public static final ServerError CANNOT_CONNECT_NOW =
      fatal("57P03", "the database system is starting up");

  /// An error after which the connection serves on.
  public static ServerError error(String sqlState, String message) {
    return new ServerError("ERROR", sqlState, message);
  }

  /// An error with which the connection ends.
  public static ServerError fatal(String sqlState, String message) {
    return new ServerError("FATAL", sqlState, message);
  }

  boolean endsConnection() {
    return severity.equals("FATAL") || severity.equals("PANIC");
  }

  /// The ErrorResponse; severity is in it twice, once as translated.
  byte[] response() {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    field(fields, 'S', severity);
    field(fields, 'V', severity);
    field(fields, 'C', sqlState);
    field(fields, 'M', message);
    fields.write(0);
    return Messages.of('E', fields.toByteArray());
  }

  private static void field(ByteArrayOutputStream fields, char code, String value) {
    fields.write(code);
    fields.writeBytes(value.getBytes(UTF_8));
    fields.write(0);
  }
}
