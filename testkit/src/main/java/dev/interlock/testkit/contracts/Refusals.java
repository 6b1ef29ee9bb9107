package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.SentStatement;
import dev.interlock.write.RefusalWords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every refusal of a function happens, comes in its order, writes nothing but itself, and is kept.
public abstract class Refusals extends FunctionTests {

  protected Refusals(FunctionUnderTest function) {
    super(function);
  }

  Refusals(FunctionUnderTest function, TestDatabase database) {
    super(function, database);
  }

  /// Its rows were changed to have requests refused, against the invariants.
  @AfterEach
  void restore() {
    database.reset();
  }

  /// A stranger has no grant and owns nothing.
  @Test
  void strangerIsRefused() {
    assumeFalse(function.isOpenToStrangers(), "anybody may call");
    try (Stage stage = stage()) {
      Event request = function.accepted("k").caller(FunctionUnderTest.STRANGER);
      Answer answer = send(handler(stage), request);
      assertThat(answer.status())
          .as("answer to a stranger: %s", answer.bodyText())
          .isBetween(400, 499);
      assertThat(effects("k")).isZero();
    }
  }

  @Test
  void everyRefusalHasAWayToHappen() {
    List<String> words = RefusalWords.of(SentStatement.of(function.sql()).refusals());
    assertThat(function.refusals())
        .as("the ways to be refused, by their words")
        .extracting(Refusable::word)
        .isEqualTo(words);
  }

  @TestFactory
  Stream<DynamicTest> eachHappensAndIsKept() {
    return function.refusals().stream()
        .map(refusal -> DynamicTest.dynamicTest(refusal.word(), () -> assertHappens(refusal)));
  }

  /// Of two reasons to refuse a request, it is refused for the first.
  @TestFactory
  Stream<DynamicTest> theFirstInOrderDecides() {
    List<Refusable> inOrder = function.refusals();
    List<DynamicTest> pairs = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      for (Refusable later : inOrder.subList(i + 1, inOrder.size())) {
        Refusable earlier = inOrder.get(i);
        pairs.add(
            DynamicTest.dynamicTest(
                earlier + " before " + later,
                () -> assertDecided(earlier, List.of(later, earlier))));
      }
    }
    return pairs.stream();
  }

  void assertHappens(Refusable refusal) {
    assertDecided(refusal, List.of(refusal));
  }

  private void assertDecided(Refusable expected, List<Refusable> caused) {
    database.reset();
    function.begin(database);
    Event request = function.accepted("k");
    for (Refusable cause : caused) {
      cause.sql().ifPresent(database::run);
      request = cause.request().apply(request);
    }
    try (Stage stage = stage()) {
      RequestStreamHandler handler = handler(stage);
      Answer answer = send(handler, request);
      String stored =
          database.text(
              "SELECT coalesce((SELECT verdict FROM idempotency WHERE idempotency_key = 'k'), '')");
      if (!stored.equals(expected.word())) {
        fail("not refused as %s but: %s %s", expected, stored, answer.bodyText());
      }
      assertThat(answer.status()).as(answer.bodyText()).isBetween(400, 499);
      String before = database.everything();
      Answer again = send(handler, request);
      assertThat(again.bodyText()).as("sent again").isEqualTo(answer.bodyText());
      assertThat(again.isReplayed()).isTrue();
      assertThat(database.everything()).isEqualTo(before);
    }
  }
}
