package dev.interlock.write;

import java.sql.SQLException;
import java.util.List;

/// No connection was established: nothing was sent, so nothing was written.
///
/// The last failure is the cause; the earlier ones are suppressed exceptions, in order.
public final class DatabaseUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseUnavailableException(List<SQLException> failures) {
    super("no connection was established", failures.isEmpty() ? null : failures.getLast());
    failures.stream().limit(Math.max(0, failures.size() - 1)).forEach(this::addSuppressed);
  }
}
