package dev.interlock.local.soak;

import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.ServerError;
import dev.interlock.wire.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// The faults on the wire between functions and database: it finds out of which request a statement
/// is, by the key in it, and does to it what the plan says.
final class WireFaults implements Script {
  private static final int DELAY_MILLIS_MAX = 300;

  private final FaultPlan plan;
  private final RunningCalls running;
  private final FaultLog log;
  private final String keyPrefix;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean on;

  /// @param keyPrefix what all keys of the run begin with, and nothing else does
  WireFaults(FaultPlan plan, RunningCalls running, FaultLog log, String keyPrefix) {
    this.plan = plan;
    this.running = running;
    this.log = log;
    this.keyPrefix = keyPrefix;
  }

  void on(boolean on) {
    this.on = on;
  }

  @Override
  public Turn connecting() {
    int number = connections.incrementAndGet();
    if (!on || !plan.isRefused(number)) {
      return Turn.Plain.PASS;
    }
    made(Fault.TOO_MANY_CONNECTIONS, Duration.ZERO, Optional.empty(), FaultEvent.DATABASE);
    return new Turn.RefuseBefore(ServerError.TOO_MANY_CONNECTIONS);
  }

  @Override
  public Turn next(Request statement) {
    String key = key(statement);
    Call call = running.of(key);
    if (!on || call == null) {
      return Turn.Plain.PASS;
    }
    int number = running.statement(key);
    Optional<Fault> fault = plan.onWire(call.name(), number);
    if (fault.isEmpty()) {
      return Turn.Plain.PASS;
    }
    RandomGenerator detail = plan.detail(call.name(), number);
    Turn turn = turn(fault.get(), detail);
    Duration lasts = turn instanceof Turn.Delay delay ? delay.time() : Duration.ZERO;
    made(fault.get(), lasts, Optional.of(key), call.operation().function());
    return turn;
  }

  private void made(Fault fault, Duration lasts, Optional<String> key, String target) {
    log.made(new FaultEvent(fault, Instant.now(), lasts, key, target));
  }

  private static Turn turn(Fault fault, RandomGenerator detail) {
    return switch (fault) {
      case REQUEST_DROPPED -> Turn.Plain.CUT_BEFORE;
      case ANSWER_DROPPED -> Turn.Plain.CUT_AFTER;
      case REQUEST_CUT -> Turn.Plain.CUT_IN_REQUEST;
      case ANSWER_CUT -> Turn.Plain.CUT_IN_ANSWER;
      case DELAYED -> new Turn.Delay(Duration.ofMillis(detail.nextInt(1, DELAY_MILLIS_MAX)));
      case BLACK_HOLE ->
          detail.nextBoolean() ? Turn.Plain.SWALLOW_BEFORE : Turn.Plain.SWALLOW_AFTER;
      case SERIALIZATION_FAILURE -> new Turn.RefuseBefore(ServerError.SERIALIZATION_FAILURE);
      case RESTART_TRANSACTION -> new Turn.RefuseBefore(ServerError.RESTART_TRANSACTION);
      case DEADLOCK -> new Turn.RefuseBefore(ServerError.DEADLOCK);
      case COMPLETION_UNKNOWN -> refusal(ServerError.COMPLETION_UNKNOWN, detail);
      case QUERY_CANCELED -> refusal(ServerError.QUERY_CANCELED, detail);
      case TOO_MANY_CONNECTIONS,
          FUNCTION_KILLED,
          FUNCTION_FROZEN,
          CLOCK_SKEWED,
          BACKEND_TERMINATED,
          BACKEND_CANCELED,
          CONNECTIONS_EXHAUSTED,
          DATABASE_KILLED,
          DATABASE_STOPPED,
          DUPLICATED,
          DELIVERED_LATE,
          REFUSED_AND_DELIVERED_LATE,
          CALLER_GONE ->
          throw new IllegalArgumentException(fault + " strikes no statement");
    };
  }

  /// What these say leaves open whether the statement was executed: now it was, now it was not.
  private static Turn refusal(ServerError error, RandomGenerator detail) {
    return detail.nextBoolean() ? new Turn.RefuseBefore(error) : new Turn.RefuseAfter(error);
  }

  /// The idempotency key among a statement's parameters; empty when there is none of this run.
  private String key(Request statement) {
    return statement.parameters().stream()
        .filter(parameter -> parameter.startsWith(keyPrefix))
        .findFirst()
        .orElse("");
  }
}
