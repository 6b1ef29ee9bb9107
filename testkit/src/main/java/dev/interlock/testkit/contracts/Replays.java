package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Precedence.Fault;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A key keeps its first answer for ever, for the same command of the same caller.
///
/// @param <S> the function's request that can be refused
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Replays<S extends ReplayableRequest> {

  protected final TestDatabase database = TestDatabase.create();
  protected final HandlerUnderTest handler;

  private final Supplier<S> requests;
  private final List<Fault<S>> kept;
  private final String command;

  /// Tests of a function.
  ///
  /// @param kept the function's refusals that are kept
  /// @param command a body that the demo data accepts from alice
  protected Replays(
      FunctionUnderTest function, Supplier<S> requests, List<Fault<S>> kept, String command) {
    this.handler = HandlerUnderTest.of(database, function);
    this.requests = requests;
    this.kept = kept;
    this.command = command;
  }

  /// A request of alice with this body.
  protected abstract Event event(String key, String body);

  /// Revokes her role and changes everything that her command read.
  protected abstract void overtake();

  /// Bodies that mean the same command.
  protected abstract List<String> spellings();

  /// Bodies that mean another command.
  protected abstract List<String> others();

  @BeforeEach
  void reset() {
    database.reset();
  }

  @AfterAll
  void stop() {
    handler.close();
  }

  List<Fault<S>> kept() {
    return kept;
  }

  @ParameterizedTest
  @MethodSource("kept")
  void refusalIsReplayedAfterItsReasonIsGone(Fault<S> fault) {
    S request = requests.get();
    fault.cause().accept(request);
    request.arrange(database, handler);
    Answer first = request.send(handler);
    fault.expected().check(first);
    request.clear(database);
    String before = database.everything();
    assertReplay(first, request.send(handler));
    assertThat(database.everything()).isEqualTo(before);
    assertThat(carriedOut()).isZero();

    // A new key is a new command, which nothing refuses any more.
    Answer fresh = handler.send(request.underAnotherKey());
    assertThat(fresh.status()).as(fresh.bodyText()).isEqualTo(201);
  }

  @Test
  void acceptanceIsReplayedWhateverHappenedSince() {
    Answer first = handler.send(event("k", command));
    assertThat(first.status()).isEqualTo(201);
    assertThat(handler.send(event("other", command)).bodyText()).isNotEqualTo(first.bodyText());
    overtake();
    String before = database.everything();
    assertReplay(first, handler.send(event("k", command)));
    assertReplay(first, handler.send(event("k", command)));
    assertThat(database.everything()).isEqualTo(before);
  }

  /// SQL may have written anything that the column accepts.
  @ParameterizedTest
  @CsvSource({
    "infinity, 9999-12-31T23:59:59.999999Z",
    "20000-01-01T00:00:00Z, 9999-12-31T23:59:59.999999Z",
    "-infinity, 0000-01-01T00:00:00.000000Z"
  })
  void acceptanceWithAnyStoredTimeIsReplayed(String createdAt, String shown) {
    Answer first = handler.send(event("k", command));
    database.run("UPDATE idempotency SET created_at = '" + createdAt + "'");
    Answer again = handler.send(event("k", command));
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.bodyText())
        .isEqualTo(first.bodyText().replace(first.body().text("createdAt"), shown));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void otherSpellingIsTheSameCommand(String spelling) {
    Answer first = handler.send(event("k", command));
    assertThat(first.status()).isEqualTo(201);
    assertReplay(first, handler.send(event("k", spelling)));
    assertReplay(first, handler.send(event("\"k\"", spelling)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherCommandUnderTheSameKeyIsRefused(String other) {
    assertReused(event("k", other));
  }

  /// After the command, this request under the same key is refused and changes nothing.
  protected final void assertReused(Event other) {
    assertThat(handler.send(event("k", command)).status()).isEqualTo(201);
    String before = database.everything();
    Expected.refused(422, "idempotency-key-reused").check(handler.send(other));
    assertThat(database.everything()).isEqualTo(before);
  }

  /// Equal byte for byte, except for the one header.
  protected static void assertReplay(Answer first, Answer again) {
    assertThat(again.bodyText()).isEqualTo(first.bodyText());
    assertThat(again.status()).isEqualTo(first.status());
    Map<String, String> headers = new HashMap<>(first.headers());
    assertThat(headers.put("Idempotency-Replayed", "true")).isNull();
    assertThat(again.headers()).isEqualTo(headers);
  }

  // Rows of the back office are left out.
  private long carriedOut() {
    return database.number(
        """
        SELECT (SELECT count(transfer_id) FROM account_entry)
             + (SELECT count(decrement_id) FROM stock_entry)
             + (SELECT count(*) FROM permission_entry WHERE acl_version > 0)
        """);
  }
}
