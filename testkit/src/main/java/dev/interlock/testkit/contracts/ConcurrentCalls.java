package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Race;
import java.sql.Connection;
import java.util.List;
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

  @TestFactory
  Stream<DynamicTest> callsWithOneKeyHaveOneEffect() {
    return onEachStage(this::raceOneKey);
  }

  @TestFactory
  Stream<DynamicTest> callsWithTheirOwnKeysAreAcceptedOneByOne() {
    return onEachStage(this::raceOwnKeys);
  }

  private interface OnStage {
    void run(Stage stage, int callers);
  }

  private Stream<DynamicTest> onEachStage(OnStage test) {
    return Stream.of(
        at("serializable", test, CALLERS, () -> stageAt(Connection.TRANSACTION_SERIALIZABLE)),
        at("repeatable read", test, CALLERS, () -> stageAt(Connection.TRANSACTION_REPEATABLE_READ)),
        at("one environment", test, AT_ONCE, () -> Stage.ofOneEnvironment(database, AT_ONCE)));
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

  private List<Answer> race(Stage stage, int callers, List<Event> requests) {
    List<RequestStreamHandler> handlers =
        IntStream.range(0, callers).mapToObj(_ -> handler(stage)).toList();
    return Race.of(callers, i -> send(handlers.get(i), requests.get(i)));
  }
}
