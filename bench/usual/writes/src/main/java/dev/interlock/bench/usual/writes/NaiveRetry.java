package dev.interlock.bench.usual.writes;

import java.util.function.Predicate;

/// The retry of most samples: a few attempts at once, without waits, deadline or jitter.
/// Interlock's loop is another one, on purpose.
public final class NaiveRetry {

  private static final int ATTEMPTS_MAX = 5;

  private NaiveRetry() {}

  /// One attempt.
  public interface Call<T, E extends Exception> {
    /// Makes the attempt.
    T run() throws E;
  }

  /// Repeats a call while it fails by a conflict.
  @SuppressWarnings("unchecked") // A call throws E, or an unchecked exception.
  public static <T, E extends Exception> T run(Call<T, E> call, Predicate<Exception> conflict)
      throws E {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.run();
      } catch (Exception failure) {
        if (attempt == ATTEMPTS_MAX || !conflict.test(failure)) {
          throw (E) failure;
        }
      }
    }
  }
}
