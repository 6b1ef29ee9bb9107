package dev.interlock.limits;

import java.time.Duration;
import java.util.Map;

/// Every bound on time, in one place, because each must fit into the one around it.
///
/// `docs/limits.md` has them as a table. [#functionTimeout] checks, before a function starts, that
/// they fit into its timeout.
public final class TimeLimits {

  /// Reserved out of Lambda's remaining time, so that an answer can still be written when the rest
  /// is used up.
  public static final Duration RESERVE = Duration.ofSeconds(1);

  /// To connect to Secrets Manager.
  public static final Duration SECRET_CONNECT_MAX = Duration.ofSeconds(1);

  /// To receive its answer.
  public static final Duration SECRET_ANSWER_MAX = Duration.ofSeconds(1);

  /// The shortest time between two requests for a credential. While a rotation is half done, a
  /// source may return a credential that the server rejects, or none.
  public static final Duration CREDENTIAL_INTERVAL = Duration.ofSeconds(1);

  /// To establish a connection, and then for each answer of the login handshake.
  public static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /// For connection and login together. A cold function on a busy processor needs seconds for its
  /// part of the handshake, and a server that keeps answering slowly would be unbounded otherwise.
  public static final Duration LOGIN_MAX = Duration.ofSeconds(5);

  /// To get a connection from the pool. Longer than connecting can take: only a thread that waits
  /// for another thread's connection can run into it.
  public static final Duration ACQUISITION_MAX = Duration.ofSeconds(5);

  /// The wait for another call with the same key. Shorter than one wait for a row, so that a call
  /// that holds its key while it waits for a row outlasts a second call, which then gets the answer
  /// that the request is in progress.
  public static final Duration KEY_WAIT_MAX = Duration.ofMillis(1_500);

  /// The contract's limit for the answer that a request is in progress, counted from the request.
  /// After that, a wait for the key is contention like any other.
  public static final Duration REQUEST_IN_PROGRESS_MAX = Duration.ofSeconds(5);

  /// The most consecutive waits for one lock: for the queue, for the row's holder, and for a call
  /// that overtook this one. The server's `lock_timeout` restarts with each, so a statement divides
  /// the time that is left by this number.
  public static final int WAITS_IN_A_ROW = 3;

  /// For the probe that finds out whether the lock that timed out was the key's.
  public static final Duration KEY_PROBE_MAX = Duration.ofMillis(500);

  /// Reserved out of an attempt for the time after a wait for a row: enough to probe, and to report
  /// that nothing was written instead of an unknown outcome.
  public static final Duration LOCK_WAIT_MARGIN = Duration.ofMillis(750);

  /// For one attempt, after which its connection is considered lost. A silent network gives no
  /// error, and time must be left for another attempt on another connection.
  public static final Duration ATTEMPT_MAX = Duration.ofSeconds(8);

  /// How long a transaction may stay idle while it holds locks. Then the server ends it, whether or
  /// not it has noticed that the client is gone.
  public static final Duration IDLE_IN_TRANSACTION_MAX = Duration.ofSeconds(5);

  /// The longest single wait for a row: long enough to outlast calls that wait for our key.
  public static final Duration ROW_WAIT_MAX =
      ATTEMPT_MAX.minus(LOCK_WAIT_MARGIN).dividedBy(WAITS_IN_A_ROW);

  /// The longest wait for a table that maintenance has locked. A statement waits for it before its
  /// first step, and so before it can set a bound.
  public static final Duration TABLE_WAIT_MAX = Duration.ofSeconds(1);

  /// The least time for another attempt after a lock timeout: a wait for a table must fit into it.
  public static final Duration LOCKED_ATTEMPT_LEAST = TABLE_WAIT_MAX.plusMillis(250);

  /// The least time for an attempt: with less, its answer could not arrive in time.
  public static final Duration ATTEMPT_LEAST = Duration.ofMillis(50);

  /// The least time for another connection. If it gets no answer it ends at its own timeout, which
  /// may exceed the deadline by no more than the reserve.
  public static final Duration CONNECT_LEAST = Duration.ofMillis(1_500);

  /// API Gateway's timeout, which cannot be raised for an HTTP API. No statement runs longer: the
  /// server ends it when its function's timeout has passed, which is shorter.
  public static final Duration API_GATEWAY_MAX = Duration.ofSeconds(30);

  private static final String FUNCTION_TIMEOUT_DEFAULT = "15";

  private TimeLimits() {}

  /// How long the function may run: `FUNCTION_TIMEOUT_SECONDS`, which the template sets to the
  /// function's `Timeout`.
  ///
  /// @throws IllegalArgumentException when it does not fit into API Gateway's timeout, or the other
  ///   bounds do not fit into it
  public static Duration functionTimeout(Map<String, String> environment) {
    String seconds = environment.getOrDefault("FUNCTION_TIMEOUT_SECONDS", FUNCTION_TIMEOUT_DEFAULT);
    Duration timeout;
    try {
      timeout = Duration.ofSeconds(Integer.parseInt(seconds));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("FUNCTION_TIMEOUT_SECONDS is not a number: " + seconds, e);
    }
    fits("a function's timeout into API Gateway's", timeout, API_GATEWAY_MAX);
    // The slowest path to an answer other than database-unavailable.
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
    fits("the last connect into the reserve", CONNECT_MAX, CONNECT_LEAST.plus(RESERVE));
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
