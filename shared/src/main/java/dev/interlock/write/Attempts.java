package dev.interlock.write;

import dev.interlock.database.SqlState;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The attempts of one invocation: their common deadline, their failures and their time.
public final class Attempts {

  private final Deadline deadline;
  private final boolean rehearsal;
  private final long startNanos = System.nanoTime();
  private final Map<String, Integer> conflicts = new TreeMap<>();
  private final Map<String, Integer> failures = new LinkedHashMap<>();
  private int count;
  private long databaseNanos;
  private long queueNanos;
  private RowQueue.Form next = RowQueue.Form.ASKING;
  private boolean queueMissing;

  /// Attempts that end by this deadline.
  public Attempts(Deadline deadline) {
    this(deadline, false);
  }

  private Attempts(Deadline deadline, boolean rehearsal) {
    this.deadline = deadline;
    this.rehearsal = rehearsal;
  }

  /// The attempts of a rehearsal, which the server ends by refusing to write.
  public static Attempts ofRehearsal(Deadline deadline) {
    return new Attempts(deadline, true);
  }

  /// How many statements were sent, and connections failed.
  public int count() {
    return count;
  }

  /// How many attempts failed with each SQLSTATE.
  public Map<String, Integer> conflicts() {
    return Map.copyOf(conflicts);
  }

  /// The same by phase and SQLSTATE, such as `connecting 08001`, in order of first occurrence.
  public Map<String, Integer> failures() {
    return Collections.unmodifiableMap(failures);
  }

  /// How many attempts failed.
  public int conflictCount() {
    return countOf(_ -> true);
  }

  /// How often the server rejected the credential.
  public int credentialRefusals() {
    return countOf(SqlState::isCredentialRefused);
  }

  /// How often there was no credential, or a newly fetched one was rejected too. The first
  /// rejection in a call does not count, because a rotation causes one.
  public int credentialFailures() {
    return countOf(SqlState::isCredentialMissing) + Math.max(0, credentialRefusals() - 1);
  }

  private int countOf(Predicate<String> states) {
    int sum = 0;
    for (Map.Entry<String, Integer> failure : conflicts.entrySet()) {
      sum += states.test(failure.getKey()) ? failure.getValue() : 0;
    }
    return sum;
  }

  /// Time spent on connections and statements, without the waits between attempts.
  public Duration databaseTime() {
    return Duration.ofNanos(databaseNanos);
  }

  /// Time spent in queues.
  public Duration queueTime() {
    return Duration.ofNanos(queueNanos);
  }

  /// Whether the database turned out to have no queues, which is found out once.
  public boolean isQueueMissing() {
    return queueMissing;
  }

  void queueMissing() {
    queueMissing = true;
  }

  void queued(long nanos) {
    queueNanos += nanos;
  }

  /// The form of the next attempt. No random wait is needed before one that queues.
  RowQueue.Form next() {
    return next;
  }

  void next(RowQueue.Form form) {
    next = form;
  }

  Deadline deadline() {
    return deadline;
  }

  /// Time since the request arrived.
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  boolean isRehearsal() {
    return rehearsal;
  }

  void begin() {
    count++;
  }

  void failed(Phase phase, String sqlState) {
    conflicts.merge(sqlState, 1, Integer::sum);
    String distinct = phase.name().toLowerCase(Locale.ROOT) + " " + sqlState;
    failures.merge(distinct, 1, Integer::sum);
  }

  void spent(long nanos) {
    databaseNanos += nanos;
  }
}
