package dev.interlock.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.interlock.audit.history.AnswerMeaning;
import dev.interlock.audit.history.Exchange;
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

/// Somebody who asks for one thing after the other, and asks for each under its key until it is
/// answered.
final class Client implements Callable<Void> {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration RESEND_MAX = Duration.ofMillis(400);
  private static final Duration GONE_MAX = Duration.ofMillis(30);
  private static final Duration LATE_MAX = Duration.ofSeconds(20);

  /// What all clients of a run share.
  ///
  /// @param deliveries runs what is delivered twice or late; closing it waits for all of them
  /// @param ending says when nothing new is to be asked for, and nothing to be delivered late
  record Scene(
      FaultPlan plan,
      World world,
      Workload workload,
      Callers callers,
      RunningCalls running,
      FaultLog faults,
      Tally tally,
      ExecutorService deliveries,
      BooleanSupplier ending) {}

  private final Scene scene;
  private final int number;
  private final RandomGenerator random;

  Client(Scene scene, int number) {
    this.scene = scene;
    this.number = number;
    this.random = scene.plan().random("client", "", number);
  }

  /// Asks until the soak ends; what was asked for is brought to its end.
  @Override
  public Void call() throws InterruptedException {
    for (int each = 1; !scene.ending().getAsBoolean(); each++) {
      Call next = scene.workload().next(number + "-" + each, random);
      if (next.key().isPresent()) {
        write(next, next.key().get());
      } else {
        scene.callers().send(next, Callers.ANSWER_MAX);
      }
    }
    return null;
  }

  private void write(Call call, String key) throws InterruptedException {
    Set<Fault> faults = scene.plan().byCaller(call.name());
    scene.running().begin(key, call);
    if (faults.contains(Fault.DUPLICATED)) {
      made(Fault.DUPLICATED, call);
      deliver(() -> untilAnswered(call, false));
    }
    Optional<Exchange.Answer> answer = untilAnswered(call, faults.contains(Fault.CALLER_GONE));
    scene.running().end(key);
    if (answer.isEmpty()) {
      return;
    }
    boolean accepted = AnswerMeaning.of(answer) == AnswerMeaning.ACCEPTED;
    (accepted ? scene.tally().accepted : scene.tally().refused).increment();
    learn(call, answer.get(), accepted);
    Fault late = accepted ? Fault.DELIVERED_LATE : Fault.REFUSED_AND_DELIVERED_LATE;
    if (faults.contains(late)) {
      deliverLate(call, late);
    }
  }

  /// Sends it until an answer settles it; empty when the soak gives up.
  private Optional<Exchange.Answer> untilAnswered(Call call, boolean goneAtFirst)
      throws InterruptedException {
    boolean gone = goneAtFirst;
    while (!Thread.currentThread().isInterrupted()) {
      Optional<Exchange.Answer> answer =
          scene.callers().send(call, gone ? aMoment(GONE_MAX) : Callers.ANSWER_MAX);
      if (gone && answer.isEmpty()) {
        made(Fault.CALLER_GONE, call);
      }
      AnswerMeaning meaning = AnswerMeaning.of(answer);
      if (meaning.settled()) {
        return answer;
      }
      if (meaning.written() == AnswerMeaning.Certainty.PERHAPS) {
        scene.tally().unknown.increment();
      }
      gone = false;
      Thread.sleep(aMoment(RESEND_MAX));
      scene.tally().resent.increment();
    }
    return Optional.empty();
  }

  private void deliverLate(Call call, Fault late) {
    Duration delay = aMoment(LATE_MAX);
    deliver(() -> {
      Instant due = Instant.now().plus(delay);
      while (!scene.ending().getAsBoolean() && Instant.now().isBefore(due)) {
        Thread.sleep(aMoment(RESEND_MAX));
      }
      made(late, call);
      return scene.callers().send(call, Callers.ANSWER_MAX);
    });
  }

  private void deliver(Callable<?> delivery) {
    scene
        .deliveries()
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
    scene
        .faults()
        .made(
            new FaultEvent(
                fault, Instant.now(), Duration.ZERO, call.key(), call.operation().function()));
  }

  /// What a permission change tells of who may do what.
  private void learn(Call call, Exchange.Answer answer, boolean accepted) {
    JsonNode body = json(answer.body());
    if (call.operation() != Operation.PERMISSION_CHANGE || !body.has("aclVersion")) {
      return;
    }
    String id = json(call.body()).path("resource").asText();
    World.Resource resource = scene.world().resource(id);
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
