package dev.interlock.write;

import java.sql.SQLException;
import java.util.List;

/// A connection was lost during a statement, and no time was left to ask again: it may have been
/// written.
///
/// The last failure is the cause; the earlier ones are suppressed exceptions, in order.
public final class OutcomeUnknownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(List<SQLException> failures) {
    super(
        "the connection was lost and no time was left to ask again",
        failures.isEmpty() ? null : failures.getLast());
    failures.stream().limit(Math.max(0, failures.size() - 1)).forEach(this::addSuppressed);
  }
}
