package dev.interlock.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A read failed: the API rejected it, or no answer with the data came in time.
public final class ReadFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable ApiAnswer last;

  ReadFailedException(String message) {
    this(message, Optional.empty(), null);
  }

  ReadFailedException(String message, Optional<ApiAnswer> last, @Nullable Throwable cause) {
    super(message, cause);
    this.last = last.orElse(null);
  }

  static ReadFailedException of(Attempt attempt) {
    Optional<ApiAnswer> answer = attempt.answer();
    String what = answer.map(each -> each.status() + " " + each.body()).orElse("no answer");
    return new ReadFailedException(
        attempt.call().path() + ": " + what, answer, attempt.failure().orElse(null));
  }

  /// The last answer, if one came.
  public Optional<ApiAnswer> last() {
    return Optional.ofNullable(last);
  }
}
