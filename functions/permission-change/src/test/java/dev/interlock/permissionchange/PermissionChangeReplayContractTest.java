package dev.interlock.permissionchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.Answer;
import dev.interlock.testing.Event;
import dev.interlock.testing.Expected;
import dev.interlock.testing.HandlerUnderTest;
import dev.interlock.testing.Precedence.Fault;
import dev.interlock.testing.TestDatabase;
import dev.interlock.write.ConditionalWrites;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is kept under a key: the first answer, for ever, for the same command of the same caller.
class PermissionChangeReplayContractTest {

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    handler =
        new HandlerUnderTest(
            database, db -> new PermissionChangeHandler(new ConditionalWrites(db)));
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  private static final String COMMAND =
      """
      {"resource": "%s", "principal": "carol", "role": "viewer",
       "expiresAt": "2999-01-01T00:00:00.5Z"}
      """
          .formatted(Changes.SHOP);

  /// Afterwards what stood in the way is gone: who was refused owns it now, with another.
  @ParameterizedTest
  @MethodSource("kept")
  void aRefusalStaysWhenItsReasonIsGone(Fault<Situation> fault) {
    Situation situation = new Situation();
    fault.cause().accept(situation);
    situation.arrange(database, handler);
    Answer first = situation.send(handler);
    fault.expected().check(first);
    Changes.grant(database, situation.resource, Situation.CALLER, "owner", "NULL");
    Changes.grant(database, situation.resource, "frida", "owner", "NULL");
    database.run("UPDATE resource SET acl_version = 7 WHERE id = '" + situation.resource + "'");
    String before = database.everything();
    assertReplay(first, situation.send(handler));
    assertThat(database.everything()).isEqualTo(before);
  }

  static List<Fault<Situation>> kept() {
    return Situation.keptFaults();
  }

  /// The ETag too, of a version that is long gone, to one who has no role any more.
  @Test
  void anAcceptedChangeIsAnsweredAgainWhateverCameAfterIt() {
    Answer first = handler.send(event("k", COMMAND));
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.headers()).containsEntry("ETag", "\"1\"");
    database.run("UPDATE permission SET role = 'none' WHERE principal = 'alice'");
    database.run("UPDATE resource SET acl_version = 9");
    String before = database.everything();
    assertReplay(first, handler.send(event("k", COMMAND)));
    assertReplay(first, handler.send(event("k", COMMAND)));
    assertThat(database.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void spellingMakesNoOtherCommand(String spelling) {
    Answer first = handler.send(event("k", COMMAND));
    assertThat(first.status()).isEqualTo(201);
    assertReplay(first, handler.send(event("\"k\"", spelling)));
  }

  /// Order of members, white space, escapes, letters of a UUID, two spellings of one instant.
  static List<String> spellings() {
    return List.of(
        COMMAND,
        COMMAND.replaceAll("\\s", ""),
        COMMAND.replace(Changes.SHOP, Changes.SHOP.toUpperCase(Locale.ROOT)),
        COMMAND.replace("carol", "c\\u0061rol"),
        COMMAND.replace(".5Z", ".50Z"),
        COMMAND.replace(".5Z", ".500000Z"),
        """
        {"expiresAt": "2999-01-01T00:00:00.500Z", "role": "viewer", "principal": "carol",
         "resource": "%s"}
        """
            .formatted(Changes.SHOP));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherCommandUnderTheSameKeyIsRefused(Event other) {
    assertThat(handler.send(event("k", COMMAND)).status()).isEqualTo(201);
    String before = database.everything();
    Expected.refused(422, "idempotency-key-reused").check(handler.send(other));
    assertThat(database.everything()).isEqualTo(before);
  }

  static List<Event> others() {
    return List.of(
        event("k", COMMAND.replace(Changes.SHOP, Changes.SHARED)),
        event("k", COMMAND.replace("carol", "Carol")),
        event("k", COMMAND.replace("viewer", "operator")),
        event("k", COMMAND.replace(".5Z", ".500001Z")),
        event("k", COMMAND.replaceFirst(",\\s*\"expiresAt\": \"[^\"]*\"", "")),
        event("k", COMMAND).header("if-match", "\"1\""));
  }

  /// Without If-Match there is no command, so not even a replay.
  @Test
  void aReplayNeedsIfMatchToo() {
    assertThat(handler.send(event("k", COMMAND)).status()).isEqualTo(201);
    Expected.refused(428, "precondition-required")
        .check(handler.send(event("k", COMMAND).without("if-match")));
  }

  private static Event event(String key, String body) {
    return Event.post("/permission-changes")
        .caller("alice")
        .key(key)
        .header("if-match", "\"0\"")
        .body(body);
  }

  /// Equal byte for byte, but for the one header.
  private static void assertReplay(Answer first, Answer again) {
    assertThat(again.bodyText()).isEqualTo(first.bodyText());
    assertThat(again.status()).isEqualTo(first.status());
    Map<String, String> headers = new HashMap<>(first.headers());
    assertThat(headers.put("Idempotency-Replayed", "true")).isNull();
    assertThat(again.headers()).isEqualTo(headers);
  }
}
