package dev.interlock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// An error as a server sends it.
///
/// @param severity `ERROR`, after which the connection stays usable, or `FATAL` or `PANIC`, which
///   end it
public record ServerError(String severity, String sqlState, String message) {

  /// PostgreSQL's: the snapshot is too old for this write.
  public static final ServerError SERIALIZATION_FAILURE =
      error("40001", "could not serialize access due to concurrent update");

  /// CockroachDB's: the client has to restart the transaction.
  public static final ServerError RESTART_TRANSACTION =
      error(
          "40001",
          "restart transaction: TransactionRetryWithProtoRefreshError: TransactionRetryError: retry"
              + " txn (RETRY_SERIALIZABLE - failed preemptive refresh)");

  /// Two transactions waited for each other, and the server aborted this one.
  public static final ServerError DEADLOCK = error("40P01", "deadlock detected");

  /// The wait for a lock exceeded `lock_timeout`.
  public static final ServerError LOCK_NOT_AVAILABLE =
      error("55P03", "canceling statement due to lock timeout");

  /// CockroachDB's: the outcome of a commit was lost inside the cluster.
  public static final ServerError COMPLETION_UNKNOWN =
      error("40003", "result is ambiguous: error=ba: context canceled [exhausted]");

  /// A client or `statement_timeout` cancelled the statement.
  public static final ServerError QUERY_CANCELED =
      error("57014", "canceling statement due to user request");

  /// All connections that the server allows are in use.
  public static final ServerError TOO_MANY_CONNECTIONS =
      fatal("53300", "sorry, too many clients already");

  /// An administrator ended the session, or the server is shutting down.
  public static final ServerError ADMIN_SHUTDOWN =
      fatal("57P01", "terminating connection due to administrator command");

  /// Another session crashed, and the server is restarting.
  public static final ServerError CRASH_SHUTDOWN =
      fatal("57P02", "terminating connection because of crash of another server process");

  /// The server is starting up or shutting down.
  public static final ServerError CANNOT_CONNECT_NOW =
      fatal("57P03", "the database system is starting up");

  /// An error that leaves the connection usable.
  public static ServerError error(String sqlState, String message) {
    return new ServerError("ERROR", sqlState, message);
  }

  /// An error that ends the connection.
  public static ServerError fatal(String sqlState, String message) {
    return new ServerError("FATAL", sqlState, message);
  }

  boolean endsConnection() {
    return severity.equals("FATAL") || severity.equals("PANIC");
  }

  /// The ErrorResponse, which states the severity twice, once as it may be translated.
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
