package dev.interlock.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.interlock.audit.history.AnswerMeaning;
import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.operation.Operations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// A client that sends one request after the other, each under its key until it is answered.
final class Client implements Callable<Void> {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration RESEND_MAX = Duration.ofMillis(400);
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
      if (next.key().isPresent()) {
        write(next, next.key().get());
      } else {
        run.callers().send(next, Callers.ANSWER_MAX);
      }
    }
    return null;
  }

  private void write(Call call, String key) throws InterruptedException {
    Set<Fault> faults = run.plan().byCaller(call.name());
    run.running().begin(key, call);
    if (faults.contains(Fault.DUPLICATED)) {
      made(Fault.DUPLICATED, call);
      deliver(() -> untilAnswered(call, false));
    }
    Optional<Exchange.Answer> answer = untilAnswered(call, faults.contains(Fault.CALLER_GONE));
    run.running().end(key);
    if (answer.isEmpty()) {
      return;
    }
    boolean accepted = AnswerMeaning.of(answer) == AnswerMeaning.ACCEPTED;
    (accepted ? run.tally().accepted : run.tally().refused).increment();
    learn(call, answer.get(), accepted);
    Fault late = accepted ? Fault.DELIVERED_LATE : Fault.REFUSED_AND_DELIVERED_LATE;
    if (faults.contains(late)) {
      deliverLate(call, late);
    }
  }

  /// Sends it until an answer settles it; empty when the soak is interrupted.
  private Optional<Exchange.Answer> untilAnswered(Call call, boolean goneAtFirst)
      throws InterruptedException {
    boolean gone = goneAtFirst;
    while (!Thread.currentThread().isInterrupted()) {
      Optional<Exchange.Answer> answer =
          run.callers().send(call, gone ? aMoment(GONE_MAX) : Callers.ANSWER_MAX);
      if (gone && answer.isEmpty()) {
        made(Fault.CALLER_GONE, call);
      }
      AnswerMeaning meaning = AnswerMeaning.of(answer);
      if (meaning.settled()) {
        return answer;
      }
      if (meaning.written() == AnswerMeaning.Certainty.PERHAPS) {
        run.tally().unknown.increment();
      }
      gone = false;
      Thread.sleep(aMoment(RESEND_MAX));
      run.tally().resent.increment();
    }
    return Optional.empty();
  }

  private void deliverLate(Call call, Fault late) {
    Duration delay = aMoment(LATE_MAX);
    deliver(() -> {
      Instant due = Instant.now().plus(delay);
      while (!run.ending().getAsBoolean() && Instant.now().isBefore(due)) {
        Thread.sleep(aMoment(RESEND_MAX));
      }
      made(late, call);
      return run.callers().send(call, Callers.ANSWER_MAX);
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

  /// Records what the answer to a permission change says about the roles there.
  private void learn(Call call, Exchange.Answer answer, boolean accepted) {
    JsonNode body = json(answer.body());
    if (!call.operation().equals(Operations.PERMISSION_CHANGE) || !body.has("aclVersion")) {
      return;
    }
    String id = json(call.body()).path("resource").asText();
    World.Resource resource = run.world().resource(id);
    resource.changed(body.path("aclVersion").asLong());
    if (accepted) {
      Map<String, String> roles = resource.roles();
      roles.put(body.path("principal").asText(), body.path("role").asText());
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static Duration aMoment(Duration atMost) {
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(1_000_000, atMost.toNanos()));
  }
}
