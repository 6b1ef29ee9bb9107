package dev.interlock.hold;

import static dev.interlock.hold.Holds.ALICE_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The open holds of an account, page by page.
class HoldPagesTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  /// The hold that the cursor names is settled meanwhile, and two holds expire at one instant.
  @Test
  void everyOpenHoldIsShownOnceAndTheSoonestFirst() {
    List<String> placed = new ArrayList<>();
    for (int year : new int[] {2995, 2991, 2993, 2993, 2994}) {
      String hold = Holds.id("hold " + placed.size());
      DATABASE.run(Holds.rows(hold, ALICE_EUR, 10, "'" + year + "-01-01'"));
      placed.add(hold);
    }
    DATABASE.run(Holds.expired(3, ALICE_EUR, 10));
    List<String> shown = new ArrayList<>();
    try (Stage stage = Stage.of(DATABASE)) {
      HoldsHandler handler = new HoldsHandler(stage.environment());
      Optional<String> after = Optional.empty();
      do {
        Json.Obj page = answer(handler, after).body();
        for (Json each : Answer.items(page, "holds")) {
          shown.add(((Json.Obj) each).text("id"));
        }
        DATABASE.run(
            "UPDATE hold SET state = 'settled', captured = 1, settled_at = clock_timestamp()"
                + " WHERE id = '%s'".formatted(shown.getLast()));
        after = page.has("next") ? Optional.of(page.text("next")) : Optional.empty();
      } while (after.isPresent());
    }
    List<String> tied = Stream.of(placed.get(2), placed.get(3)).sorted().toList();
    assertThat(shown)
        .containsExactly(placed.get(1), tied.get(0), tied.get(1), placed.get(4), placed.get(0));
  }

  /// Never 500: the database has times for all of them.
  @ParameterizedTest
  @MethodSource("extremes")
  void anyCursorOfTheRightFormIsAPlaceInTheList(HoldCursor cursor) {
    try (Stage stage = Stage.of(DATABASE)) {
      Answer answer = answer(new HoldsHandler(stage.environment()), Optional.of(cursor.text()));
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
    }
  }

  static Stream<HoldCursor> extremes() {
    return Stream.of(
        HoldCursor.START,
        new HoldCursor(Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS), new UUID(-1, -1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "null", "MF8w", "%00", "a b", "MF8wMDAwMDAwMC0wMDAwLTAwMDA="})
  void otherTextIsRefused(String cursor) {
    try (Stage stage = Stage.of(DATABASE)) {
      Answer answer = answer(new HoldsHandler(stage.environment()), Optional.of(cursor));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.bodyText()).contains("\"/after\"");
    }
  }

  private static Answer answer(HoldsHandler handler, Optional<String> after) {
    Event read =
        Event.get("/accounts/{id}/holds").caller("alice").path("id", ALICE_EUR).query("limit", "1");
    return Answer.of(handler, after.map(cursor -> read.query("after", cursor)).orElse(read).json());
  }
}
