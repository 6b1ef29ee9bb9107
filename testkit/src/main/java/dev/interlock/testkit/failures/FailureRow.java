package dev.interlock.testkit.failures;

import static dev.interlock.testkit.failures.FailureRow.Meaning.ABORTED;
import static dev.interlock.testkit.failures.FailureRow.Meaning.DEFECT;
import static dev.interlock.testkit.failures.FailureRow.Meaning.NOT_PRIMARY;
import static dev.interlock.testkit.failures.FailureRow.Meaning.NOT_SENT;
import static dev.interlock.testkit.failures.FailureRow.Meaning.UNKNOWN;
import static dev.interlock.wire.ServerError.error;
import static dev.interlock.wire.ServerError.fatal;

import dev.interlock.database.SqlState;
import dev.interlock.wire.ServerError;
import dev.interlock.wire.Turn;
import dev.interlock.wire.Turn.Plain;
import dev.interlock.wire.Turn.RefuseAfter;
import dev.interlock.wire.Turn.RefuseBefore;
import java.util.List;

/// A way in which a round trip fails, and its meaning in the design's table of failures.
///
/// @param condition as the table names it
/// @param logged the SQLSTATE by which the log counts it
record FailureRow(String condition, Meaning meaning, Turn turn, String logged) {

  /// The meaning of a condition, which decides what follows.
  enum Meaning {
    /// Definitely aborted: retried after a delay, on the same connection.
    ABORTED,
    /// Nothing was sent: connect again within the limits, then the database is unavailable.
    NOT_SENT,
    /// Not the primary, or no longer: nothing was written. Retried on a new connection within the
    /// limits, then the database is unavailable.
    NOT_PRIMARY,
    /// Unknown whether it committed: the same statement again on a new connection within the
    /// limits, then the outcome is unknown.
    UNKNOWN,
    /// A defect: 500, without a retry.
    DEFECT
  }

  /// Failures of a statement, whether or not the server executed it.
  static final List<FailureRow> UNDER_A_STATEMENT =
      List.of(
          // 40001, 40P01, 55P03, 53200: any phase.
          refused(ServerError.SERIALIZATION_FAILURE, ABORTED),
          refused(ServerError.RESTART_TRANSACTION, ABORTED),
          refused(ServerError.DEADLOCK, ABORTED),
          refused(ServerError.LOCK_NOT_AVAILABLE, ABORTED),
          refused(error("53200", "out of memory"), ABORTED),
          // 23505: another won.
          refused(error("23505", "duplicate key value violates unique constraint"), ABORTED),
          // 23514, 22003: the last wall held.
          refused(error("23514", "new row violates check constraint"), DEFECT),
          refused(error("22003", "bigint out of range"), DEFECT),
          // I/O error: each point at which a connection can die.
          cut("before it is sent", Plain.CUT_BEFORE),
          cut("while it is sent", Plain.CUT_IN_REQUEST),
          cut("once it is committed", Plain.CUT_AFTER),
          cut("while it is answered", Plain.CUT_IN_ANSWER),
          // 25006, and 0A000 of a hot standby.
          refused(error("25006", "cannot execute INSERT in a read-only transaction"), NOT_PRIMARY),
          refused(error("0A000", "cannot use serializable mode in a hot standby"), NOT_PRIMARY),
          // 40003, 08003, 08006, 08007, 08S01, 57P01, 57P02, 57014, 25P03, 25P04, 58C00, 58C01.
          refused(ServerError.COMPLETION_UNKNOWN, UNKNOWN),
          committed(ServerError.COMPLETION_UNKNOWN),
          refused(fatal("08003", "connection does not exist"), UNKNOWN),
          committed(fatal("08003", "connection does not exist")),
          refused(fatal("08006", "connection failure"), UNKNOWN),
          committed(fatal("08006", "connection failure")),
          refused(error("08007", "transaction resolution unknown"), UNKNOWN),
          committed(error("08007", "transaction resolution unknown")),
          refused(fatal("08S01", "communication link failure"), UNKNOWN),
          committed(fatal("08S01", "communication link failure")),
          refused(ServerError.ADMIN_SHUTDOWN, UNKNOWN),
          committed(ServerError.ADMIN_SHUTDOWN),
          refused(ServerError.CRASH_SHUTDOWN, UNKNOWN),
          committed(ServerError.CRASH_SHUTDOWN),
          refused(ServerError.QUERY_CANCELED, UNKNOWN),
          committed(ServerError.QUERY_CANCELED),
          refused(fatal("25P03", "terminating connection due to idle transaction"), UNKNOWN),
          committed(fatal("25P03", "terminating connection due to idle transaction")),
          refused(fatal("25P04", "terminating connection due to transaction timeout"), UNKNOWN),
          committed(fatal("25P04", "terminating connection due to transaction timeout")),
          refused(error("58C00", "range unavailable"), UNKNOWN),
          committed(error("58C00", "range unavailable")),
          refused(error("58C01", "node is draining"), UNKNOWN),
          committed(error("58C01", "node is draining")),
          // Anything else: the first two mean more only while connecting.
          refused(error("53300", "too many connections"), DEFECT),
          refused(error("28P01", "password authentication failed"), DEFECT),
          refused(error("42601", "syntax error"), DEFECT),
          refused(error("42501", "permission denied for table account"), DEFECT),
          refused(error("XX000", "internal error"), DEFECT));

  /// One of each meaning; of the unknown, one that is committed and one that is not.
  static final List<FailureRow> ONE_OF_EACH =
      List.of(
          refused(ServerError.SERIALIZATION_FAILURE, ABORTED),
          refused(error("25006", "cannot execute INSERT in a read-only transaction"), NOT_PRIMARY),
          cut("while it is sent", Plain.CUT_IN_REQUEST),
          cut("while it is answered", Plain.CUT_IN_ANSWER),
          refused(error("42601", "syntax error"), DEFECT));

  /// Silence until the socket's timeout, which follows the deadline.
  static final List<FailureRow> SILENCE =
      List.of(
          cut("silence before it arrives", Plain.SWALLOW_BEFORE),
          cut("silence once it is committed", Plain.SWALLOW_AFTER));

  /// Failures of a connect.
  static final List<FailureRow> CONNECTING =
      List.of(
          refused(ServerError.SERIALIZATION_FAILURE, ABORTED),
          refused(ServerError.DEADLOCK, ABORTED),
          refused(ServerError.LOCK_NOT_AVAILABLE, ABORTED),
          refused(fatal("53200", "out of memory"), ABORTED),
          refused(fatal("25006", "not the primary"), NOT_SENT),
          // 08001, 08004, 53300, 53400, 57P03; the driver makes 08001 of whatever breaks here.
          notConnected("before it is asked for", Plain.CUT_BEFORE),
          notConnected("while it is asked for", Plain.CUT_IN_REQUEST),
          notConnected("once it is there", Plain.CUT_AFTER),
          notConnected("while it is answered", Plain.CUT_IN_ANSWER),
          refused(fatal("08001", "no route to the server"), NOT_SENT),
          refused(fatal("08004", "the server rejected the connection"), NOT_SENT),
          refused(ServerError.TOO_MANY_CONNECTIONS, NOT_SENT),
          refused(fatal("53400", "configuration limit exceeded"), NOT_SENT),
          refused(ServerError.CANNOT_CONNECT_NOW, NOT_SENT),
          // 28P01, 28000: rotated.
          refused(fatal("28P01", "password authentication failed"), NOT_SENT),
          refused(fatal("28000", "role is not permitted to log in"), NOT_SENT),
          // Anything else.
          startupRefused("0A000"),
          startupRefused("08P01"),
          refused(fatal("3D000", "database does not exist"), DEFECT),
          refused(fatal("22023", "invalid value for parameter"), DEFECT));

  /// Connect timeout: the server accepts the connection and stays silent.
  static final FailureRow CONNECT_TIMEOUT = notConnected("connect timeout", Plain.SWALLOW_BEFORE);

  private static FailureRow refused(ServerError error, Meaning meaning) {
    String condition = error.sqlState() + " " + error.message();
    return new FailureRow(condition, meaning, new RefuseBefore(error), error.sqlState());
  }

  private static FailureRow startupRefused(String sqlState) {
    ServerError error = fatal(sqlState, "unsupported startup parameter: options");
    String condition = sqlState + " " + error.message();
    return new FailureRow(condition, DEFECT, new RefuseBefore(error), SqlState.STARTUP_REFUSED);
  }

  private static FailureRow committed(ServerError error) {
    String condition = error.sqlState() + " though committed";
    return new FailureRow(condition, UNKNOWN, new RefuseAfter(error), error.sqlState());
  }

  private static FailureRow cut(String when, Plain turn) {
    return new FailureRow("I/O error " + when, UNKNOWN, turn, "08006");
  }

  private static FailureRow notConnected(String when, Plain turn) {
    return new FailureRow("I/O error " + when, NOT_SENT, turn, "08001");
  }

  /// Whether only the deadline ends the wait for the answer.
  boolean isSilence() {
    return SILENCE.contains(this);
  }

  /// Whether another attempt is made on another connection.
  boolean needsNewConnection() {
    return meaning == UNKNOWN || meaning == NOT_PRIMARY;
  }

  /// Whether the server executed the request.
  boolean executed() {
    return switch (turn) {
      case Plain.CUT_AFTER, Plain.CUT_IN_ANSWER, Plain.SWALLOW_AFTER -> true;
      case RefuseAfter _ -> true;
      case Plain.PASS, Plain.CUT_BEFORE, Plain.CUT_IN_REQUEST, Plain.SWALLOW_BEFORE -> false;
      case RefuseBefore _ -> false;
      case Turn.Delay _ -> false;
    };
  }

  @Override
  public String toString() {
    return condition;
  }
}
