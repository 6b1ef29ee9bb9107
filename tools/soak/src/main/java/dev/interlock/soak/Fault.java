package dev.interlock.soak;

import java.util.Locale;

/// A kind of fault that happens in production and that a soak injects.
public enum Fault {
  /// The connection breaks before the statement has reached the server.
  REQUEST_DROPPED(Where.WIRE),
  /// The connection breaks once the server has committed; its answer is lost.
  ANSWER_DROPPED(Where.WIRE),
  /// The connection breaks in the middle of the statement.
  REQUEST_CUT(Where.WIRE),
  /// The connection breaks in the middle of the answer.
  ANSWER_CUT(Where.WIRE),
  /// The statement is delayed on its way.
  DELAYED(Where.WIRE),
  /// The connection stays open, but no answer comes.
  BLACK_HOLE(Where.WIRE),
  /// 40001, in the words of PostgreSQL.
  SERIALIZATION_FAILURE(Where.WIRE),
  /// 40001, in the words of CockroachDB: restart transaction.
  RESTART_TRANSACTION(Where.WIRE),
  /// 40P01.
  DEADLOCK(Where.WIRE),
  /// 40003, for a statement that has committed or one that has not.
  COMPLETION_UNKNOWN(Where.WIRE),
  /// 57014, for a statement that has committed or one that has not.
  QUERY_CANCELED(Where.WIRE),
  /// 53300 for a connection attempt.
  TOO_MANY_CONNECTIONS(Where.WIRE),

  /// kill -9 of a function's JVM.
  FUNCTION_KILLED(Where.FUNCTION),
  /// SIGSTOP of a function's JVM, and SIGCONT after a while.
  FUNCTION_FROZEN(Where.FUNCTION),
  /// A function's clock jumps, and jumps back after a while.
  CLOCK_SKEWED(Where.FUNCTION),
  /// pg_terminate_backend of a function's session.
  BACKEND_TERMINATED(Where.DATABASE),
  /// pg_cancel_backend of a function's session.
  BACKEND_CANCELED(Where.DATABASE),
  /// pg_terminate_backend of a session whose call queues for its rows.
  QUEUED_CALL_TERMINATED(Where.DATABASE),
  /// pg_cancel_backend of a session whose call queues for its rows.
  QUEUED_CALL_CANCELED(Where.DATABASE),
  /// Every free connection of the server is occupied for a while, and the functions' are ended.
  CONNECTIONS_EXHAUSTED(Where.DATABASE),
  /// kill -9 of the postmaster, and a start.
  DATABASE_KILLED(Where.DATABASE),
  /// An immediate stop of the server (`-m immediate`), and a start.
  DATABASE_STOPPED(Where.DATABASE),
  /// The primary is killed, often after it has refused writes for a moment, and its standby is
  /// promoted.
  DATABASE_FAILED_OVER(Where.DATABASE),

  /// kill -9 of the pooler between functions and database, and a restart.
  POOLER_KILLED(Where.POOLER),

  /// The same request arrives twice at once.
  DUPLICATED(Where.CALLER),
  /// The same request arrives again, long after its answer.
  DELIVERED_LATE(Where.CALLER),
  /// The same request arrives again, long after it was refused.
  REFUSED_AND_DELIVERED_LATE(Where.CALLER),
  /// The caller waits only a few milliseconds for the answer.
  CALLER_GONE(Where.CALLER);

  /// What a fault strikes.
  public enum Where {
    /// One statement, on its way between a function and the database.
    WIRE,
    /// A function's process.
    FUNCTION,
    /// The database's process, or its sessions.
    DATABASE,
    /// The pooler's process, if there is a pooler.
    POOLER,
    /// A request, on its way between a caller and the HTTP API.
    CALLER
  }

  private final Where where;

  Fault(Where where) {
    this.where = where;
  }

  public Where where() {
    return where;
  }

  /// The name in reports: `function-killed`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
