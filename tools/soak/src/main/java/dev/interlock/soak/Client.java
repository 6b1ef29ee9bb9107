package dev.interlock.soak;

import dev.interlock.client.ChangeReceipt;
import dev.interlock.client.CommandOutcome;
import dev.interlock.client.JsonObject;
import dev.interlock.client.KeptRefusal;
import dev.interlock.client.KeyedCommand;
import dev.interlock.client.OtherReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// A client that sends one request after the other, each under its key until it is answered.
final class Client implements Callable<Void> {
  private static final Duration LATE_POLL_MAX = Duration.ofMillis(400);
  private static final Duration GONE_MAX = Duration.ofMillis(30);
  private static final Duration LATE_MAX = Duration.ofSeconds(20);

  /// What all clients of a run share.
  ///
  /// @param deliveries sends duplicates and late deliveries; closing it waits for all of them
  /// @param ending whether the time is up: no new requests and no late deliveries from then on
  record Run(
      FaultPlan plan,
      World world,
      Workload workload,
      Callers callers,
      RunningCalls running,
      FaultLog faults,
      Tally tally,
      ExecutorService deliveries,
      BooleanSupplier ending) {}

  private final Run run;
  private final int number;
  private final RandomGenerator random;

  Client(Run run, int number) {
    this.run = run;
    this.number = number;
    this.random = run.plan().random("client", "", number);
  }

  /// Sends requests until the soak ends, and brings the last one to its end.
  @Override
  public Void call() throws InterruptedException {
    for (int each = 1; !run.ending().getAsBoolean(); each++) {
      Call next = run.workload().next(number + "-" + each, random);
      if (next.command().isPresent()) {
        write(next, next.command().get());
      } else {
        run.callers().read(next);
      }
    }
    return null;
  }

  private void write(Call call, KeyedCommand<?> command) throws InterruptedException {
    Set<Fault> faults = run.plan().byCaller(call.name());
    run.running().begin(command.key(), call);
    if (faults.contains(Fault.DUPLICATED)) {
      made(Fault.DUPLICATED, call);
      deliver(() -> untilSettled(call, command));
    }
    if (faults.contains(Fault.CALLER_GONE)) {
      leave(call, command);
    }
    CommandOutcome<?> outcome = untilSettled(call, command);
    run.running().end(command.key());
    boolean accepted = outcome instanceof CommandOutcome.Accepted;
    (accepted ? run.tally().accepted : run.tally().refused).increment();
    learn(call, command, outcome);
    Fault late = accepted ? Fault.DELIVERED_LATE : Fault.REFUSED_AND_DELIVERED_LATE;
    if (faults.contains(late)) {
      deliverLate(call, command, late);
    }
  }

  /// Sends it, and waits for the answer only a moment.
  private void leave(Call call, KeyedCommand<?> command) throws InterruptedException {
    CommandOutcome<?> outcome = run.callers().send(call, command, aMoment(GONE_MAX));
    if (outcome instanceof CommandOutcome.Unknown<?> unknown && unknown.last().isEmpty()) {
      made(Fault.CALLER_GONE, call);
      run.tally().resent.increment();
    }
  }

  /// Sends it again whenever the client gives up.
  private CommandOutcome<?> untilSettled(Call call, KeyedCommand<?> command)
      throws InterruptedException {
    while (true) {
      CommandOutcome<?> outcome = run.callers().send(call, command);
      switch (outcome) {
        case CommandOutcome.Accepted<?> _,
            CommandOutcome.Refused<?> _,
            CommandOutcome.Rejected<?> _ -> {
          return outcome;
        }
        case CommandOutcome.NotWritten<?> _, CommandOutcome.Unknown<?> _ ->
            run.tally().resent.increment();
      }
    }
  }

  private void deliverLate(Call call, KeyedCommand<?> command, Fault late) {
    Duration delay = aMoment(LATE_MAX);
    deliver(() -> {
      Instant due = Instant.now().plus(delay);
      while (!run.ending().getAsBoolean() && Instant.now().isBefore(due)) {
        Thread.sleep(aMoment(LATE_POLL_MAX));
      }
      made(late, call);
      return run.callers().send(call, command);
    });
  }

  private void deliver(Callable<?> delivery) {
    run.deliveries()
        .execute(() -> {
          try {
            delivery.call();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void made(Fault fault, Call call) {
    run.faults()
        .add(
            new FaultEvent(
                fault, Instant.now(), Duration.ZERO, call.key(), call.operation().function()));
  }

  /// Records what the answer says: about the roles there, or what can be settled from now on.
  private void learn(Call call, KeyedCommand<?> command, CommandOutcome<?> outcome) {
    if (outcome instanceof CommandOutcome.Accepted<?> accepted
        && accepted.receipt() instanceof ChangeReceipt change) {
      World.Resource resource = run.world().resource(change.resource().toString());
      resource.changed(change.aclVersion());
      resource.roles().put(change.principal(), change.role());
    } else if (outcome instanceof CommandOutcome.Accepted<?> accepted
        && accepted.receipt() instanceof OtherReceipt placed) {
      run.world().setAside().learn(call.operation(), placed.body());
    } else if (outcome instanceof CommandOutcome.Refused<?> refused
        && refused.refusal() instanceof KeptRefusal.VersionMismatch mismatch) {
      String resource = JsonObject.parse(command.body()).orElseThrow().text("resource");
      run.world().resource(resource).changed(mismatch.aclVersion());
    }
  }

  private static Duration aMoment(Duration atMost) {
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(1_000_000, atMost.toNanos()));
  }
}
