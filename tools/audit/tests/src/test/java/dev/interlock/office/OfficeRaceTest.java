package dev.interlock.office;

import static dev.interlock.office.Clerk.ALICE_EUR;
import static dev.interlock.office.Clerk.CAROL_EUR;
import static dev.interlock.office.Clerk.OTHER_SHOP;
import static dev.interlock.office.Clerk.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.Audit;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.transfer.TransferHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Commands of the back office that race with calls and with each other.
@OnlyPostgres("the audit is compared on one product")
class OfficeRaceTest {

  private static final int ROUNDS = 20;

  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  /// Each round closes carol's account while money is on its way to it.
  @ParameterizedTest
  @EnumSource
  void accountIsClosedEmptyOrNotAtAll(Isolation isolation) throws SQLException {
    Clerk clerk = clerk(isolation);
    String account = "{'account': '%s'}".formatted(CAROL_EUR);
    try (Stage stage = isolation.stage(database)) {
      List<TransferHandler> callers =
          Stream.generate(stage::environment).map(TransferHandler::new).limit(3).toList();
      for (int round = 0; round < ROUNDS; round++) {
        String key = "round-" + round;
        // Whether it was closed, or money was sent.
        List<Boolean> done =
            Race.of(
                4,
                party ->
                    party == 3
                        ? clerk.carryOut(key, Office::closeAccount, account).verdict()
                            instanceof OfficeVerdict.Accepted
                        : transfer(callers.get(party), key + "-" + party).status() == 201);
        boolean closed = done.getLast();
        long sent = done.subList(0, 3).stream().filter(accepted -> accepted).count();
        assertThat(sent > 0).as("closed: %s, transfers: %d", closed, sent).isNotEqualTo(closed);
        assertThat(
                database.text(
                    "SELECT balance || ' ' || status FROM account WHERE id = '" + CAROL_EUR + "'"))
            .isEqualTo(sent + (closed ? " closed" : " open"));
        if (closed) {
          clerk.carryOut(key + "-reopened", Office::reopenAccount, account);
        } else {
          clerk.carryOut(
              key + "-emptied",
              Office::payOut,
              "{'account': '%s', 'amount': %d, 'currency': 'EUR'}".formatted(CAROL_EUR, sent));
        }
      }
    }
    assertSound();
  }

  @ParameterizedTest
  @EnumSource
  void onlyOneOfTwoCountsIsTaken(Isolation isolation) throws SQLException {
    Clerk clerk = clerk(isolation);
    for (int round = 0; round < ROUNDS; round++) {
      long before = onHand(SHOP, "CUP-1");
      String key = "round-" + round;
      List<OfficeVerdict> verdicts =
          verdicts(
              2,
              party ->
                  clerk
                      .carryOut(
                          key + "-" + party,
                          Office::countStock,
                          "{'location': '%s', 'sku': 'CUP-1', 'expected': %d, 'counted': %d}"
                              .formatted(SHOP, before, before + 1 + party))
                      .verdict());
      assertThat(verdicts).filteredOn(OfficeVerdict.Accepted.class::isInstance).hasSize(1);
    }
    assertSound();
  }

  @ParameterizedTest
  @EnumSource
  void movesBothWaysNeitherDeadlockNorLoseAnything(Isolation isolation) throws SQLException {
    Clerk clerk = clerk(isolation);
    String move = "{'from': '%s', 'to': '%s', 'sku': 'TEA-100', 'quantity': 1}";
    for (int round = 0; round < ROUNDS / 4; round++) {
      String key = "round-" + round;
      List<OfficeVerdict> verdicts =
          verdicts(
              8,
              party ->
                  clerk
                      .carryOut(
                          key + "-" + party,
                          Office::moveStock,
                          party % 2 == 0
                              ? move.formatted(SHOP, OTHER_SHOP)
                              : move.formatted(OTHER_SHOP, SHOP))
                      .verdict());
      assertThat(verdicts).allMatch(OfficeVerdict.Accepted.class::isInstance);
    }
    assertThat(onHand(SHOP, "TEA-100") + onHand(OTHER_SHOP, "TEA-100")).isEqualTo(1_010);
    assertSound();
  }

  @ParameterizedTest
  @EnumSource
  void oneIdIsOpenedOnce(Isolation isolation) throws SQLException {
    Clerk clerk = clerk(isolation);
    for (int round = 0; round < ROUNDS / 4; round++) {
      String key = "round-" + round;
      String opened =
          ("{'id': 'c0000000-0000-4000-8000-%012d', 'currency': 'EUR', 'grants': [{'principal':"
                  + " 'd', 'role': 'owner'}]}")
              .formatted(round);
      List<OfficeVerdict> verdicts =
          verdicts(
              4, party -> clerk.carryOut(key + "-" + party, Office::openAccount, opened).verdict());
      assertThat(verdicts).filteredOn(OfficeVerdict.Accepted.class::isInstance).hasSize(1);
      assertThat(verdicts)
          .filteredOn(OfficeVerdict.Refused.class::isInstance)
          .extracting(verdict -> ((OfficeVerdict.Refused) verdict).why())
          .containsOnly(OfficeRefusal.RESOURCE_EXISTS)
          .hasSize(3);
    }
    assertSound();
  }

  /// Sent by 16 at once under one key.
  @ParameterizedTest
  @EnumSource
  void oneKeyPaysInOnce(Isolation isolation) throws SQLException {
    Clerk clerk = clerk(isolation);
    List<OfficeVerdict> verdicts =
        verdicts(
            16,
            _ ->
                clerk
                    .carryOut(
                        "once",
                        Office::payIn,
                        "{'account': '%s', 'amount': 1, 'currency': 'EUR'}".formatted(CAROL_EUR))
                    .verdict());
    assertThat(verdicts).containsOnly(verdicts.getFirst());
    assertThat(database.number("SELECT balance FROM account WHERE id = '" + CAROL_EUR + "'"))
        .isEqualTo(1);
    assertSound();
  }

  private static Clerk clerk(Isolation isolation) {
    return Clerk.at(
        database,
        isolation == Isolation.SERIALIZABLE
            ? Connection.TRANSACTION_SERIALIZABLE
            : Connection.TRANSACTION_REPEATABLE_READ);
  }

  private static List<OfficeVerdict> verdicts(int parties, IntFunction<OfficeVerdict> party) {
    return Race.of(parties, party);
  }

  private static Answer transfer(TransferHandler caller, String key) {
    return Answer.of(
        caller,
        Event.post("/transfers")
            .caller("alice")
            .key(key)
            .body(
                "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1, \"currency\": \"EUR\"}"
                    .formatted(ALICE_EUR, CAROL_EUR))
            .json());
  }

  private static long onHand(String location, String sku) {
    return database.number(
        "SELECT on_hand FROM stock WHERE location_id = '%s' AND sku = '%s'"
            .formatted(location, sku));
  }

  private static void assertSound() throws SQLException {
    Invariants.assertHold(database);
    try (Connection connection = database.connect()) {
      assertThat(Audit.run(connection).broken()).isEmpty();
    }
  }
}
