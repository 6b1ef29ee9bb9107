package dev.interlock.examples.seats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The rules of a booking, one by one and in races.
class SeatBookingTest {
  private static final String SHOW = "c0000000-0000-4000-8000-000000000001";

  private final TestDatabase database = TestDatabase.create();

  @Test
  void booksASeatForAnOperator() {
    Answer answer = book("bob", "key-1", "A1");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().integer("seats")).isEqualTo(1);
    assertThat(bookings()).isEqualTo(1);
  }

  /// A caller who may not book does not learn which seats exist.
  @Test
  void refusesInOrderOfPrecedence() {
    for (int number = 1; number <= 3; number++) {
      book("alice", "key-" + number, "A" + number);
    }
    book("alice", "key-4", "B1");

    assertThat(book("mallory", "key-5", "Z9").body().text("pointer")).isEqualTo("/show");
    assertThat(book("carol", "key-5", "Z9").problem()).isEqualTo("role-insufficient");
    assertThat(book("alice", "key-5", "Z9").body().text("pointer")).isEqualTo("/seat");
    assertThat(book("alice", "key-6", "A1").problem()).isEqualTo("seat-taken");
    assertThat(book("alice", "key-7", "B2").problem()).isEqualTo("seat-limit");
    assertThat(book("bob", "key-5", "B2").status()).isEqualTo(201);
  }

  @Test
  void hidesAShowFromCallersWithoutARole() {
    database.run(
        """
        UPDATE permission SET role = 'operator', expires_at = clock_timestamp() WHERE principal = 'carol'
        """);
    String expired = book("carol", "key-1", "A1").bodyText();
    String stranger = book("mallory", "key-1", "A1").bodyText();

    assertThat(expired).isEqualTo(stranger).contains("not-found");
    assertThat(bookings()).isZero();
  }

  @Test
  void booksASeatOnceIn32ConcurrentCallsOfTwoCallers() {
    List<Answer> answers = Race.of(32, i -> book(i % 2 == 0 ? "alice" : "bob", "key-" + i, "A1"));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allMatch(answer -> answer.problem().equals("seat-taken"));
    assertThat(bookings()).isEqualTo(1);
  }

  /// No two of the calls want the same seat: only the row that counts the caller's seats stops
  /// them.
  @Test
  void booksFourSeatsIn32ConcurrentCallsOfOneCaller() {
    database.run(
        """
        INSERT INTO seat (show_id, seat)
        SELECT '%s', 'C' || n.number::text FROM generate_series(1, 32) AS n (number)
        """
            .formatted(SHOW));

    List<Answer> answers = Race.of(32, i -> book("alice", "key-" + i, "C" + (i + 1)));

    assertThat(answers)
        .filteredOn(answer -> answer.status() == 201)
        .extracting(answer -> answer.body().integer("seats"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 4).mapToObj(i -> (long) i).toList());
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allMatch(answer -> answer.problem().equals("seat-limit"));
    assertThat(bookings()).isEqualTo(4);
  }

  private Answer book(String caller, String key, String seat) {
    // One handler for each call, as in separate Lambda environments.
    SeatBookingHandler handler = new SeatBookingHandler(new StatementRunner(database.database()));
    return Answer.of(
        handler,
        Event.post("/seat-bookings")
            .caller(caller)
            .key(key)
            .body("{\"show\": \"" + SHOW + "\", \"seat\": \"" + seat + "\"}")
            .json());
  }

  private long bookings() {
    return database.number("SELECT count(*) FROM seat_booking_entry");
  }
}
