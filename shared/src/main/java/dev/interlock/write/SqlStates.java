package dev.interlock.write;

import dev.interlock.database.SqlState;
import java.io.IOException;
import java.sql.SQLException;

/// The only place that knows what an SQLSTATE means, depending on the phase.
///
/// Codes: [PostgreSQL, appendix A](https://www.postgresql.org/docs/current/errcodes-appendix.html);
/// the driver's own are in class 08.
final class SqlStates {

  static final String LOCK_NOT_AVAILABLE = "55P03";
  static final String UNIQUE_VIOLATION = "23505";
  static final String READ_ONLY = "25006";

  private SqlStates() {}

  /// Whether another call was faster, or comes first, so that this one should queue.
  static boolean isLostRace(String sqlState) {
    return switch (sqlState) {
      case "40001", "40P01", SqlState.QUEUE_NOT_EMPTY -> true;
      default -> false;
    };
  }

  /// Whether a prepared statement already existed or was missing: the pooler has switched to
  /// another session.
  static boolean isAnotherSessionsStatement(String sqlState) {
    return sqlState.equals("42P05") || sqlState.equals("26000");
  }

  static Failure classify(SQLException exception, Phase phase) {
    return switch (SqlState.of(exception)) {
      // Definitely aborted, in either phase. 53200, out of memory, is temporary.
      case "40001",
          "40P01",
          "53200",
          LOCK_NOT_AVAILABLE,
          SqlState.QUEUE_NOT_EMPTY,
          SqlState.NO_QUEUE ->
          Failure.CONFLICT;
      case READ_ONLY -> Failure.NOT_PRIMARY;
      default -> phase == Phase.CONNECTING ? whileConnecting(exception) : underStatement(exception);
    };
  }

  private static Failure whileConnecting(SQLException exception) {
    String state = SqlState.of(exception);
    return switch (state) {
      // Too many connections, or no SQLSTATE. In neither case anything was sent; nor below, when
      // the server starts up or shuts down, or rejects the credential.
      case "", "53300", "53400" -> Failure.NOT_CONNECTED;
      case SqlState.STARTUP_REFUSED -> Failure.DEFECT;
      default ->
          state.startsWith("08") || state.startsWith("57P") || state.startsWith("28")
              ? Failure.NOT_CONNECTED
              : Failure.DEFECT;
    };
  }

  private static Failure underStatement(SQLException exception) {
    return switch (SqlState.of(exception)) {
      // Another call won a race for the only unique keys that a statement inserts: the idempotency
      // key, a journal's version, or what the back office opens.
      case UNIQUE_VIOLATION -> Failure.CONFLICT;
      // A hot standby does not support SERIALIZABLE.
      case "0A000" -> Failure.NOT_PRIMARY;
      default -> isConnectionLost(exception) ? Failure.UNKNOWN : Failure.DEFECT;
    };
  }

  /// Whether the connection must not be used again, so that the statement's outcome is unknown.
  ///
  /// This includes 57014, by which CockroachDB reports a cancelled statement even if it committed.
  private static boolean isConnectionLost(SQLException exception) {
    String state = SqlState.of(exception);
    return switch (state) {
      case "40003", "57014", "25P03", "25P04", "58C00", "58C01" -> true;
      case "" -> exception.getCause() instanceof IOException;
      default -> state.startsWith("08") || state.startsWith("57P");
    };
  }
}
