package com.example.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Check-ins on a real PostgreSQL, with the tickets of `demo.sql`.
class CheckInTest {

  private final TestDatabase database = TestDatabase.create();

  @Test
  void admitsTheHolderOfATicket() {
    Answer answer = checkIn("alice", "key-1", "AB-0001");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(checkedIn()).isEqualTo(1);
  }

  @Test
  void repeatsItsAnswerUnderTheSameKey() {
    String first = checkIn("alice", "key-1", "AB-0001").bodyText();

    assertThat(checkIn("alice", "key-1", "AB-0001").bodyText()).isEqualTo(first);
  }

  @Test
  void hidesTheTicketsOfOthers() {
    assertThat(checkIn("bob", "key-1", "AB-0001").bodyText())
        .isEqualTo(checkIn("bob", "key-2", "ZZ-9999").bodyText());
    assertThat(checkedIn()).isZero();
  }

  @Test
  void admitsOnceIn32ConcurrentCalls() {
    List<Answer> answers = Race.of(32, i -> checkIn("alice", "key-" + i, "AB-0001"));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allMatch(answer -> answer.problem().equals("already-checked-in"));
    assertThat(checkedIn()).isEqualTo(1);
  }

  private Answer checkIn(String caller, String key, String ticket) {
    // One handler for each call, as in separate Lambda environments.
    CheckInHandler handler = new CheckInHandler(new StatementRunner(database.database()));
    return Answer.of(
        handler,
        Event.post("/check-ins")
            .caller(caller)
            .key(key)
            .body("{\"ticket\": \"" + ticket + "\"}")
            .json());
  }

  private long checkedIn() {
    return database.number("SELECT count(*) FROM ticket WHERE check_in_id IS NOT NULL");
  }
}
