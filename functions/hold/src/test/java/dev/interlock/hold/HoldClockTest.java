package dev.interlock.hold;

import static dev.interlock.hold.Holds.ALICE_EUR;
import static dev.interlock.hold.Holds.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.DatabaseClock;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A hold lives and expires by the database's clock, also when that clock is stepped. The clock of
/// the process does not matter.
@OnlyPostgres("CockroachDB finds its own clock_timestamp() before any other")
class HoldClockTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final DatabaseClock CLOCK = DatabaseClock.of(DATABASE);

  private static final long ALL = 100_000;

  private Stage stage;

  @BeforeEach
  void open() {
    DATABASE.reset();
    DATABASE.run("UPDATE account_entry SET created_at = '1970-01-01Z'");
    stage = Stage.of(DATABASE);
  }

  @AfterEach
  void close() {
    stage.close();
    Invariants.assertHold(DATABASE);
  }

  private Answer place(String key, long amount, String expiresAt) {
    Event event =
        Event.post("/holds")
            .caller("alice")
            .key(key)
            .body(Holds.body(ALICE_EUR, BOB_EUR, amount, expiresAt));
    return Answer.of(new HoldHandler(stage.environment()), event.json());
  }

  private Answer settle(String key, String hold, long amount) {
    Event event = Holds.settle(key, hold, amount);
    return Answer.of(new SettlementHandler(stage.environment()), event.json());
  }

  /// A function's clock is behind the database's, or ahead of it.
  @ParameterizedTest
  @CsvSource({"2 hours, 1, 409", "-2 hours, -1, 201"})
  void clockOfTheFunctionDoesNotDecide(String ahead, long expiresInHours, int status) {
    CLOCK.set("pg_catalog.clock_timestamp() + interval '" + ahead + "'");
    Instant expiresAt =
        Instant.now().plus(Duration.ofHours(expiresInHours)).truncatedTo(ChronoUnit.MICROS);
    assertThat(place("k", 5, expiresAt.toString()).status()).isEqualTo(status);
  }

  @Test
  void clockSetForwardExpiresAHoldEarly() {
    CLOCK.set("'2041-02-03T04:00:00Z'");
    Answer placed = place("first", ALL, "2041-02-03T05:00:00Z");
    CLOCK.set("now + interval '1 hour'");
    assertThat(settle("late", placed.body().text("id"), 1).problem()).isEqualTo("hold-expired");
    assertThat(place("second", ALL, "2041-02-03T06:00:00Z").status()).isEqualTo(201);
  }

  /// Nothing has needed its money in between.
  @Test
  void clockSetBackRevivesAHoldThatIsNotFolded() {
    CLOCK.set("'2041-02-03T04:00:00Z'");
    Answer placed = place("first", ALL, "2041-02-03T05:00:00Z");
    CLOCK.set("now + interval '1 hour'");
    String hold = placed.body().text("id");
    assertThat(settle("late", hold, 1).problem()).isEqualTo("hold-expired");
    CLOCK.set("now - interval '1 hour'");
    assertThat(place("second", 1, "2041-02-03T06:00:00Z").problem())
        .isEqualTo("insufficient-funds");
    assertThat(settle("again", hold, ALL).status()).isEqualTo(201);
  }

  /// Its money may be promised again.
  @Test
  void clockSetBackDoesNotReviveAHoldThatIsFolded() {
    CLOCK.set("'2041-02-03T04:00:00Z'");
    Answer placed = place("first", ALL, "2041-02-03T05:00:00Z");
    CLOCK.set("now + interval '1 hour'");
    Answer second = place("second", ALL, "2041-02-03T06:00:00Z");
    assertThat(second.status()).as(second.bodyText()).isEqualTo(201);
    CLOCK.set("'2041-02-03T04:30:00Z'");
    assertThat(settle("again", placed.body().text("id"), 1).problem()).isEqualTo("hold-expired");
    CLOCK.set("'2041-02-03T05:00:00Z'");
    assertThat(settle("take", second.body().text("id"), ALL).status()).isEqualTo(201);
  }
}
