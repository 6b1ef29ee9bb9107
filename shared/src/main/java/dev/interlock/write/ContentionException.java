package dev.interlock.write;

import java.sql.SQLException;
import java.util.List;

/// Conflicts used up all attempts, or all the time: nothing was written.
///
/// The last failure is the cause; the earlier ones are suppressed exceptions, in order.
public final class ContentionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ContentionException(List<SQLException> failures) {
    super(
        "conflicts used up the attempts or the time",
        failures.isEmpty() ? null : failures.getLast());
    failures.stream().limit(Math.max(0, failures.size() - 1)).forEach(this::addSuppressed);
  }
}
