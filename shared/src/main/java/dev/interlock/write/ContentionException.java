package dev.interlock.write;

import java.sql.SQLException;
import java.util.List;

/// Every attempt was aborted by a conflict, or time ran out among them: nothing was written.
///
/// The last failure is the cause; the earlier ones are suppressed exceptions, in order.
public final class ContentionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ContentionException(List<SQLException> failures) {
    super(
        "attempts or time used up among conflicts", failures.isEmpty() ? null : failures.getLast());
    failures.stream().limit(Math.max(0, failures.size() - 1)).forEach(this::addSuppressed);
  }
}
