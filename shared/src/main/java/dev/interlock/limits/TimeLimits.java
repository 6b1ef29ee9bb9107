package dev.interlock.limits;

import java.time.Duration;
import java.util.Map;

/// Every bound on time, in one place, because each must end before the one around it does.
///
/// `docs/limits.md` has them as a table. [#functionTimeout] refuses a function to start when they
/// do not fit into its timeout.
public final class TimeLimits {

  /// Kept back from Lambda's remaining time, so that an answer is still written when all else was
  /// used up.
  public static final Duration RESERVE = Duration.ofSeconds(1);

  /// A secret is asked for.
  public static final Duration SECRET_CONNECT_MAX = Duration.ofSeconds(1);

  /// And answered.
  public static final Duration SECRET_ANSWER_MAX = Duration.ofSeconds(1);

  /// A source is asked for a credential again, at the earliest: one that goes on giving what is
  /// refused, as it does while a rotation is half done, or that gives none.
  public static final Duration CREDENTIAL_INTERVAL = Duration.ofSeconds(1);

  /// A connection comes about; from then on, each answer of its handshake takes as long at most.
  public static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /// All of it together. A cold function on a busy processor needs seconds for its own part of the
  /// handshake, and a server that keeps answering slowly would have no bound otherwise.
  public static final Duration LOGIN_MAX = Duration.ofSeconds(5);

  /// A thread waits for a connection of the pool. Longer than a connect can take: only threads that
  /// wait for another's connection ever meet it.
  public static final Duration ACQUISITION_MAX = Duration.ofSeconds(5);

  /// The wait for another call with the same key. Shorter than one wait for a row, so that a call
  /// that holds its key while it waits for a row outlasts a second call, which then hears that a
  /// request is in progress.
  public static final Duration KEY_WAIT_MAX = Duration.ofMillis(1_500);

  /// The contract's limit for the answer that a request is in progress, counted from the request.
  /// After that, a wait for the key is contention like any other.
  public static final Duration REQUEST_IN_PROGRESS_MAX = Duration.ofSeconds(5);

  /// The most waits that one lock can take in a row: for the queue in front of a row, for the row's
  /// holder, and for a call that got in before us. The server's `lock_timeout` restarts with each,
  /// so a statement gives each wait this fraction of the time that is left.
  public static final int WAITS_IN_A_ROW = 3;

  /// The probe that finds out whether the lock that timed out was the key's.
  public static final Duration KEY_PROBE_MAX = Duration.ofMillis(500);

  /// What is left of an attempt when a wait for a row ends: enough to probe, and to report that
  /// nothing was written instead of an unknown outcome.
  public static final Duration LOCK_WAIT_MARGIN = Duration.ofMillis(750);

  /// One attempt; then its connection is considered lost. A wire that falls silent gives no sign,
  /// and the rest of the deadline is for another attempt on another connection.
  public static final Duration ATTEMPT_MAX = Duration.ofSeconds(8);

  /// How long a transaction may stay idle, with its locks. Then the server ends it, whether or not
  /// it has noticed that the client is gone.
  public static final Duration IDLE_IN_TRANSACTION_MAX = Duration.ofSeconds(5);

  /// The longest single wait for a row: enough to outlast calls that wait for our key.
  public static final Duration ROW_WAIT_MAX =
      ATTEMPT_MAX.minus(LOCK_WAIT_MARGIN).dividedBy(WAITS_IN_A_ROW);

  /// A statement waits for a table before its first step, and so before it can bound its own waits:
  /// maintenance may have locked it.
  public static final Duration TABLE_WAIT_MAX = Duration.ofSeconds(1);

  /// No attempt is begun after a lock timeout that has less: a wait for a table has to end in it.
  public static final Duration LOCKED_ATTEMPT_LEAST = TABLE_WAIT_MAX.plusMillis(250);

  /// No attempt is begun that has less: its answer could not come in time.
  public static final Duration ATTEMPT_LEAST = Duration.ofMillis(50);

  /// No connection is asked for again with less: one that gets no answer ends at its own timeout,
  /// which may pass the deadline by no more than the reserve.
  public static final Duration CONNECT_LEAST = Duration.ofMillis(1_500);

  /// API Gateway's own; it cannot be raised for an HTTP API.
  private static final Duration API_GATEWAY_MAX = Duration.ofSeconds(30);

  private static final String FUNCTION_TIMEOUT_DEFAULT = "15";

  private TimeLimits() {}

  /// How long the function may run: `FUNCTION_TIMEOUT_SECONDS`, which the template sets with the
  /// function's `Timeout`.
  ///
  /// @throws IllegalArgumentException when the bounds do not fit into it, or it not into API
  ///   Gateway's
  public static Duration functionTimeout(Map<String, String> environment) {
    String seconds = environment.getOrDefault("FUNCTION_TIMEOUT_SECONDS", FUNCTION_TIMEOUT_DEFAULT);
    Duration timeout;
    try {
      timeout = Duration.ofSeconds(Integer.parseInt(seconds));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("FUNCTION_TIMEOUT_SECONDS is not a number: " + seconds, e);
    }
    fits("a function's timeout into API Gateway's", timeout, API_GATEWAY_MAX);
    // The slowest way to an answer that says more than that there is no database.
    Duration slowest =
        SECRET_CONNECT_MAX
            .plus(SECRET_ANSWER_MAX)
            .plus(LOGIN_MAX)
            .plus(KEY_WAIT_MAX)
            .plus(KEY_PROBE_MAX);
    fits(
        "secret, connection and wait for a key into the deadline", slowest, timeout.minus(RESERVE));
    fits(
        "a lost attempt and another connection into the deadline",
        ATTEMPT_MAX.plus(CONNECT_MAX),
        timeout.minus(RESERVE));
    // Otherwise two calls with one key would take turns giving up.
    fits(
        "waiting for a key and probing it into one wait for a row",
        KEY_WAIT_MAX.plus(KEY_PROBE_MAX),
        ROW_WAIT_MAX);
    fits("what begins last into the reserve", CONNECT_MAX, CONNECT_LEAST.plus(RESERVE));
    fits("probing a key into the margin", KEY_PROBE_MAX, LOCK_WAIT_MARGIN);
    fits(
        "waiting for a key and probing it into the contract's 5 seconds",
        KEY_WAIT_MAX.plus(KEY_PROBE_MAX),
        REQUEST_IN_PROGRESS_MAX);
    return timeout;
  }

  private static void fits(String what, Duration inner, Duration outer) {
    if (inner.compareTo(outer) >= 0) {
      throw new IllegalArgumentException(
          "the limits do not fit, " + what + ": " + inner + " in " + outer);
    }
  }
}
