package dev.interlock.examples.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Snapshot;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoucherRedemptionTest {

  private final TestDatabase database = TestDatabase.create();

  @Test
  void redeemsAVoucherForItsHolder() {
    Answer answer = redeem("alice", "key-1", "WELCOME1");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().integer("amount")).isEqualTo(500);
    assertThat(redemptions()).isEqualTo(1);
  }

  @Test
  void refusesAVoucherThatWasRedeemedUnderAnotherKey() {
    redeem("alice", "key-1", "WELCOME1");

    assertThat(redeem("alice", "key-2", "WELCOME1").problem()).isEqualTo("already-redeemed");
  }

  @Test
  void hidesAVoucherFromOtherCallers() {
    String others = redeem("bob", "key-1", "WELCOME1").bodyText();
    String absent = redeem("bob", "key-2", "NOTTHERE").bodyText();

    assertThat(others).isEqualTo(absent).contains("You hold no voucher with this code.");
    assertThat(redemptions()).isZero();
  }

  @Test
  void refusesAnExpiredVoucherByTheDatabasesClock() {
    assertThat(redeem("alice", "key-1", "TOOLATE1").problem()).isEqualTo("expired");
  }

  /// The test kit finds the table in the catalogue.
  @Test
  void aResetRestoresItsVouchersToo() throws SQLException {
    String before = database.everything();
    try (Connection connection = database.connect()) {
      Snapshot snapshot = Snapshot.of(connection);
      redeem("alice", "key-1", "WELCOME1");
      assertThat(Snapshot.of(connection).changedSince(snapshot))
          .containsExactly("idempotency", "voucher");
    }
    assertThat(database.everything()).isNotEqualTo(before);
    database.reset();
    assertThat(database.everything()).isEqualTo(before);
  }

  @Test
  void redeemsOnceIn32ConcurrentCalls() {
    List<Answer> answers = Race.of(32, i -> redeem("alice", "key-" + i, "WELCOME1"));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allMatch(answer -> answer.problem().equals("already-redeemed"));
    assertThat(redemptions()).isEqualTo(1);
  }

  private Answer redeem(String caller, String key, String code) {
    // One handler for each call, as in separate Lambda environments.
    VoucherRedemptionHandler handler =
        new VoucherRedemptionHandler(new StatementRunner(database.database()));
    return Answer.of(
        handler,
        Event.post("/voucher-redemptions")
            .caller(caller)
            .key(key)
            .body("{\"code\": \"" + code + "\"}")
            .json());
  }

  private long redemptions() {
    return database.number("SELECT count(*) FROM voucher WHERE redemption_id IS NOT NULL");
  }
}
