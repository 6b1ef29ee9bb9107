package dev.interlock.soak;

import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.ServerError;
import dev.interlock.wire.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// The faults on the wire between functions and database. The key among a statement's parameters
/// tells which request it belongs to, and the plan tells what happens to it.
final class WireFaults implements Script {
  private static final int DELAY_MILLIS_MAX = 300;

  /// The server's error of each.
  private static final Map<Fault, ServerError> ERRORS =
      Map.of(
          Fault.TOO_MANY_CONNECTIONS, ServerError.TOO_MANY_CONNECTIONS,
          Fault.SERIALIZATION_FAILURE, ServerError.SERIALIZATION_FAILURE,
          Fault.RESTART_TRANSACTION, ServerError.RESTART_TRANSACTION,
          Fault.DEADLOCK, ServerError.DEADLOCK,
          Fault.COMPLETION_UNKNOWN, ServerError.COMPLETION_UNKNOWN,
          Fault.QUERY_CANCELED, ServerError.QUERY_CANCELED);

  /// Errors that leave open whether the statement was executed: sometimes it is, sometimes not.
  private static final Set<Fault> LEAVE_OPEN =
      EnumSet.of(Fault.COMPLETION_UNKNOWN, Fault.QUERY_CANCELED);

  private final FaultPlan plan;
  private final RunningCalls running;
  private final FaultLog log;
  private final String keyPrefix;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean on;

  /// @param keyPrefix the prefix of all keys of the run, and of nothing else
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
    return on && plan.isRefused(connections.incrementAndGet())
        ? new Turn.RefuseBefore(ServerError.TOO_MANY_CONNECTIONS)
        : Turn.Plain.PASS;
  }

  @Override
  public Turn next(Request statement) {
    String key = key(statement);
    Call call = running.of(key);
    if (!on || call == null) {
      return Turn.Plain.PASS;
    }
    int number = running.statement(key);
    return plan.onWire(call.name(), number)
        .map(fault -> turn(fault, plan.detail(call.name(), number)))
        .orElse(Turn.Plain.PASS);
  }

  private static Turn turn(Fault fault, RandomGenerator detail) {
    ServerError error = ERRORS.get(fault);
    if (error != null) {
      boolean after = LEAVE_OPEN.contains(fault) && detail.nextBoolean();
      return after ? new Turn.RefuseAfter(error) : new Turn.RefuseBefore(error);
    }
    return switch (fault) {
      case REQUEST_DROPPED -> Turn.Plain.CUT_BEFORE;
      case ANSWER_DROPPED -> Turn.Plain.CUT_AFTER;
      case REQUEST_CUT -> Turn.Plain.CUT_IN_REQUEST;
      case ANSWER_CUT -> Turn.Plain.CUT_IN_ANSWER;
      case DELAYED -> new Turn.Delay(Duration.ofMillis(detail.nextInt(1, DELAY_MILLIS_MAX)));
      case BLACK_HOLE ->
          detail.nextBoolean() ? Turn.Plain.SWALLOW_BEFORE : Turn.Plain.SWALLOW_AFTER;
      default -> throw new IllegalArgumentException(fault + " strikes no statement");
    };
  }

  /// Only what has happened is a fault: an answer that the server never gave cannot be lost.
  @Override
  public void done(Turn turn, Request statement) {
    String key = key(statement);
    Call call = running.of(key);
    Duration lasted = turn instanceof Turn.Delay delay ? delay.time() : Duration.ZERO;
    log.add(
        new FaultEvent(
            fault(turn),
            Instant.now().minus(lasted),
            lasted,
            call == null ? Optional.empty() : call.key(),
            call == null ? FaultEvent.DATABASE : call.operation().function()));
  }

  private static Fault fault(Turn turn) {
    return switch (turn) {
      case Turn.Plain plain ->
          switch (plain) {
            case PASS -> throw new IllegalArgumentException("a statement that passed is no fault");
            case CUT_BEFORE -> Fault.REQUEST_DROPPED;
            case CUT_AFTER -> Fault.ANSWER_DROPPED;
            case CUT_IN_REQUEST -> Fault.REQUEST_CUT;
            case CUT_IN_ANSWER -> Fault.ANSWER_CUT;
            case SWALLOW_BEFORE, SWALLOW_AFTER -> Fault.BLACK_HOLE;
          };
      case Turn.Delay delay -> Fault.DELAYED;
      case Turn.RefuseBefore refusal -> fault(refusal.error());
      case Turn.RefuseAfter refusal -> fault(refusal.error());
    };
  }

  private static Fault fault(ServerError error) {
    return ERRORS.entrySet().stream()
        .filter(each -> each.getValue().equals(error))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /// The idempotency key among a statement's parameters; empty if it has none of this run.
  private String key(Request statement) {
    return statement.parameters().stream()
        .filter(parameter -> parameter.startsWith(keyPrefix))
        .findFirst()
        .orElse("");
  }
}
