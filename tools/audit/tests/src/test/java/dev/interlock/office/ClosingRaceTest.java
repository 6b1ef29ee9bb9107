package dev.interlock.office;

import static dev.interlock.office.Clerk.ALICE_EUR;
import static dev.interlock.office.Clerk.CAROL_EUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.interlock.hold.HoldHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.Mutation;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An account is closed while a hold in its favour is placed: never both succeed. Each reads what
/// the other writes, which REPEATABLE READ does not notice, so both write the account's row.
@OnlyPostgres("forces the order with PostgreSQL's locks")
class ClosingRaceTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_SERIALIZABLE, Connection.TRANSACTION_REPEATABLE_READ})
  void placementThatBeganBeforeTheClosingSeesIt(int isolation) {
    try (Stage stage = Stage.at(DATABASE, isolation)) {
      assertNotBoth(stage, isolation, ALICE_EUR, true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_SERIALIZABLE, Connection.TRANSACTION_REPEATABLE_READ})
  void closingThatBeganBeforeThePlacementSeesIt(int isolation) {
    try (Stage stage = Stage.at(DATABASE, isolation)) {
      assertNotBoth(stage, isolation, CAROL_EUR, false);
    }
  }

  @Test
  void writingTheDestinationIsNecessary() {
    int isolation = Connection.TRANSACTION_REPEATABLE_READ;
    Mutation mutation = Mutation.of(", (a.destination_id, 0, 0)", "");
    try (Stage stage = Stage.at(DATABASE, isolation, mutation)) {
      assertThatThrownBy(() -> assertNotBoth(stage, isolation, CAROL_EUR, false))
          .isInstanceOf(AssertionError.class);
    }
    assertThat(mutation.applied()).isTrue();
  }

  private static void assertNotBoth(
      Stage stage, int isolation, String locked, boolean placementFirst) {
    Supplier<Boolean> placement = () -> placed(stage);
    Supplier<Boolean> closing = () -> closed(isolation);
    try (Session row =
        Session.holding(DATABASE, "SELECT 1 FROM account WHERE id = '" + locked + "' FOR UPDATE")) {
      CompletableFuture<Boolean> first =
          CompletableFuture.supplyAsync(
              placementFirst ? placement : closing, Thread::startVirtualThread);
      await().until(() -> waiting() == 1);
      CompletableFuture<Boolean> second =
          CompletableFuture.supplyAsync(
              placementFirst ? closing : placement, Thread::startVirtualThread);
      await().until(() -> second.isDone() || waiting() == 2);
      row.release();
      assertThat(first.join() && second.join()).as("closed, with a live hold").isFalse();
      assertThat(first.join() || second.join()).as("one of them").isTrue();
    }
  }

  private static long waiting() {
    return DATABASE.number(
        """
        SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'
        """);
  }

  private static boolean placed(Stage stage) {
    Event event =
        Event.post("/holds")
            .caller("alice")
            .key("k")
            .body(
                """
                {"from": "%s", "to": "%s", "amount": 1, "currency": "EUR",
                 "expiresAt": "2999-01-01T00:00:00Z"}
                """
                    .formatted(ALICE_EUR, CAROL_EUR));
    Answer answer = Answer.of(new HoldHandler(stage.environment()), event.json());
    assertThat(answer.problem()).isIn("ok", "account-closed");
    return answer.status() == 201;
  }

  private static boolean closed(int isolation) {
    return Clerk.at(DATABASE, isolation)
            .carryOut(Office::closeAccount, "{'account': '" + CAROL_EUR + "'}")
        instanceof OfficeVerdict.Accepted;
  }
}
