package dev.interlock.telemetry;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A failure and its causes in a form that is safe to log: exception types, SQLSTATEs and stack
/// frames.
///
/// It includes only this project's own messages. A server's, driver's or parser's message may quote
/// a key, a caller or a row: CockroachDB's name the row whose lock was not granted.
final class FailureTrace {

  /// Characters in all. Keeps the whole line well under 16 KB, escapes included.
  private static final int LENGTH_MAX = 6_000;

  private static final int FRAMES_MAX = 12;
  private static final int CAUSES_MAX = 8;
  private static final int MESSAGE_MAX = 400;
  private static final String OURS = "dev.interlock.";

  private final StringBuilder text = new StringBuilder();

  private FailureTrace() {}

  static String of(Throwable failure) {
    FailureTrace trace = new FailureTrace();
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      trace.append(cause);
      cause = cause.getCause();
    }
    return trace.text.substring(0, Math.min(LENGTH_MAX, trace.text.length()));
  }

  private void append(Throwable failure) {
    text.append(text.isEmpty() ? "" : "caused by ").append(failure.getClass().getName());
    if (failure instanceof SQLException sql && sql.getSQLState() != null) {
      text.append(", SQLSTATE ").append(sql.getSQLState());
    }
    StackTraceElement[] frames = failure.getStackTrace();
    String message = failure.getMessage();
    if (message != null && frames.length > 0 && frames[0].getClassName().startsWith(OURS)) {
      text.append(": ").append(message, 0, Math.min(MESSAGE_MAX, message.length()));
    }
    for (int frame = 0; frame < Math.min(FRAMES_MAX, frames.length); frame++) {
      text.append("\n\tat ").append(frames[frame]);
    }
    text.append('\n');
  }
}
