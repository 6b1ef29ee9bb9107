package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Callers that want the same rows at the same moment, each with an open connection, at each
/// isolation level at which the invariants are promised and from the threads of one environment.
public abstract class ConcurrentCalls extends FunctionTests {

  private static final int CALLERS = 16;
  private static final int AT_ONCE = 8;

  protected ConcurrentCalls(FunctionUnderTest function) {
    super(function);
  }

  ConcurrentCalls(FunctionUnderTest function, TestDatabase database) {
    super(function, database);
  }

  @TestFactory
  Stream<DynamicTest> callsWithOneKeyHaveOneEffect() {
    return onEachStage(this::raceOneKey);
  }

  @TestFactory
  Stream<DynamicTest> callsWithTheirOwnKeysAreAcceptedOneByOne() {
    return onEachStage(this::raceOwnKeys);
  }

  /// The calls of a single caller cannot show a guard that is too narrow, such as a row for each
  /// caller.
  @TestFactory
  Stream<DynamicTest> ofSeveralCallersOneGetsWhatAllWant() {
    return onEachLevel(this::raceRivals);
  }

  @TestFactory
  Stream<DynamicTest> aCallWaitsForThatOfAnotherCaller() {
    return onEachLevel((stage, _) -> assertRivalsMeet(stage));
  }

  private interface OnStage {
    void run(Stage stage, int callers);
  }

  private Stream<DynamicTest> onEachStage(OnStage test) {
    return Stream.concat(
        onEachLevel(test),
        Stream.of(
            at("one environment", test, AT_ONCE, () -> Stage.ofOneEnvironment(database, AT_ONCE))));
  }

  private Stream<DynamicTest> onEachLevel(OnStage test) {
    return Stream.of(
        at("serializable", test, CALLERS, () -> stageAt(Connection.TRANSACTION_SERIALIZABLE)),
        at(
            "repeatable read",
            test,
            CALLERS,
            () -> stageAt(Connection.TRANSACTION_REPEATABLE_READ)));
  }

  private DynamicTest at(String name, OnStage test, int callers, Supplier<Stage> stages) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          database.reset();
          function.begin(database);
          try (Stage stage = stages.get()) {
            test.run(stage, callers);
          }
          assertThat(log.conflicts()).as("deadlocks").doesNotContainKey("40P01");
        });
  }

  private void raceOneKey(Stage stage, int callers) {
    Event same = function.accepted("k");
    List<Answer> answers =
        race(stage, callers, IntStream.range(0, callers).mapToObj(_ -> same).toList());
    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::bodyText).containsOnly(answers.getFirst().bodyText());
    assertThat(answers).filteredOn(answer -> !answer.isReplayed()).hasSize(1);
    assertThat(effects("k")).isEqualTo(1);
  }

  private void raceOwnKeys(Stage stage, int callers) {
    List<Event> requests =
        IntStream.range(0, callers).mapToObj(i -> function.accepted("k").key("race-" + i)).toList();
    List<Answer> answers = race(stage, callers, requests);
    assertThat(answers).extracting(Answer::status).allMatch(status -> status < 500);
    assertThat(answers)
        .as("accepted of %d calls", callers)
        .filteredOn(answer -> answer.status() == 201)
        .hasSize(function.acceptedOf(callers));
    assertThat(effectsLike("race-%")).isEqualTo(function.acceptedOf(callers));
  }

  private void raceRivals(Stage stage, int callers) {
    Rivals rivals = rivals();
    List<Answer> answers =
        race(
            stage,
            callers,
            IntStream.range(0, callers).mapToObj(i -> rivals.request(i, "rival-" + i)).toList());
    assertThat(answers).extracting(Answer::status).allMatch(status -> status < 500);
    assertThat(answers)
        .as("accepted of %d calls of %s for what one can get", callers, rivals.callers())
        .filteredOn(answer -> answer.status() == 201)
        .hasSize(1);
    assertThat(effectsLike("rival-%")).isEqualTo(1);
  }

  /// While a call is not committed, none of another caller gets the same.
  void assertRivalsMeet(Stage stage) {
    Rivals rivals = rivals();
    try (HeldCall first = HeldCall.of(database, function, rivals.request(0, "rival-0"))) {
      CompletableFuture<Answer> second = sending(handler(stage), rivals.request(1, "rival-1"));
      await().until(() -> second.isDone() || backends.waiting() > 0);
      if (second.isDone()) {
        fail(
            """
            a call of %s was answered while one of %s for the same was not committed: they write no \
            row in common. %s\
            """
                .formatted(
                    rivals.callers().get(1), rivals.callers().get(0), answer(second).bodyText()));
      }
      first.release();
      assertAccepted(answer(second), false);
    }
    assertThat(effectsLike("rival-%")).isEqualTo(1);
  }

  private Rivals rivals() {
    Rivals rivals = function.rivals();
    if (rivals.callers().isEmpty()) {
      assertThat(function.sql())
          .as("reads grants, which several callers may have, but there are no rivals")
          .doesNotContain("JOIN permission ");
    }
    assumeFalse(rivals.callers().isEmpty(), rivals.whyNone());
    rivals.rows().ifPresent(database::run);
    return rivals;
  }

  private List<Answer> race(Stage stage, int callers, List<Event> requests) {
    List<RequestStreamHandler> handlers =
        IntStream.range(0, callers).mapToObj(_ -> handler(stage)).toList();
    return Race.of(callers, i -> send(handlers.get(i), requests.get(i)));
  }
}
