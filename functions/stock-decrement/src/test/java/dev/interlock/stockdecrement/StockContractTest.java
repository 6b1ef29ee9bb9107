package dev.interlock.stockdecrement;

import static dev.interlock.stockdecrement.Decrements.ABSENT;
import static dev.interlock.stockdecrement.Decrements.ACCOUNT;
import static dev.interlock.stockdecrement.Decrements.BOBS_SHOP;
import static dev.interlock.stockdecrement.Decrements.SHOP;
import static dev.interlock.testkit.calls.Expected.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Row;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The answers of `GET /stock/{location}/{sku}`.
class StockContractTest {

  private static final Expected NOT_FOUND = refused(404, "not-found");

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    Decrements.grant(database, "carol", "viewer", "NULL");
    Decrements.grant(database, "expired", "viewer", "clock_timestamp()");
    Decrements.grant(database, "expiring", "viewer", "clock_timestamp() + interval '1 hour'");
    Decrements.grant(database, "gone", "none", "NULL");
    handler = new HandlerUnderTest(database, db -> new StockHandler(new StatementRunner(db)));
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  @ParameterizedTest
  @MethodSource("reads")
  void readFollowsTheContract(Row row) {
    String before = database.everything();
    row.check(handler);
    assertThat(database.everything()).isEqualTo(before);
  }

  static List<Row> reads() {
    Expected found =
        Expected.success(200, "location", "sku", "onHand", "reserved", "available", "version");
    List<Row> rows = new ArrayList<>();
    for (String caller : List.of("alice", "bob", "carol", "expiring")) {
      rows.add(Row.of(caller, Decrements.read(caller, SHOP, "TEA-100"), found));
    }
    for (String caller : List.of("expired", "gone", "nobody", "Alice")) {
      rows.add(Row.of(caller, Decrements.read(caller, SHOP, "TEA-100"), NOT_FOUND));
    }
    rows.add(Row.of("sold out", Decrements.read("alice", SHOP, "SOLD-OUT"), found));
    String upper = SHOP.toUpperCase(Locale.ROOT);
    rows.add(Row.of("capitals in the id", Decrements.read("alice", upper, "CUP-1"), found));
    for (String id : List.of(ABSENT, BOBS_SHOP, ACCOUNT, "1-1-1-1-1", "", "x", SHOP + "0", "%00")) {
      rows.add(
          Row.of("the location '" + id + "'", Decrements.read("alice", id, "TEA-100"), NOT_FOUND));
    }
    for (String sku : List.of("tea-100", "GHOST", "", " ", ".", "x".repeat(65), "TEA-100 ")) {
      rows.add(Row.of("the sku '" + sku + "'", Decrements.read("alice", SHOP, sku), NOT_FOUND));
    }
    rows.add(
        Row.of(
            "no caller",
            Event.get("/stock/{location}/{sku}").path("location", SHOP).path("sku", "TEA-100"),
            refused(401, "unauthenticated")));
    return rows;
  }

  @Test
  void bodyShowsTheRow() {
    String upper = SHOP.toUpperCase(Locale.ROOT);
    assertThat(handler.send(Decrements.read("carol", upper, "CUP-1")).bodyText())
        .isEqualTo(
            """
            {"location":"%s","sku":"CUP-1","onHand":5,"reserved":0,"available":5,"version":1}\
            """
                .formatted(SHOP));
  }

  /// An expired reservation counts for nothing, folded or not.
  @Test
  void onlyLiveReservationsAreReserved() {
    database.run(
        """
        INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, expires_at)
          VALUES (gen_random_uuid(), 'TEA-100', '%1$s', 30, '2999-01-01'),
                 (gen_random_uuid(), 'TEA-100', '%1$s', 50, clock_timestamp());
        UPDATE stock SET reserved = 80 WHERE location_id = '%1$s' AND sku = 'TEA-100'
        """
            .formatted(SHOP));
    assertThat(handler.send(Decrements.read("alice", SHOP, "TEA-100")).bodyText())
        .contains("\"onHand\":1000,\"reserved\":30,\"available\":970,");
    database.run("UPDATE stock SET reserved = 0; DELETE FROM reservation_line");
  }

  /// Not a byte of the answer may reveal whether it exists.
  @Test
  void locationWithoutARoleLooksAbsent() {
    Answer absent = handler.send(Decrements.read("alice", ABSENT, "TEA-100"));
    for (String id : List.of(BOBS_SHOP, ACCOUNT, "no UUID")) {
      assertThat(handler.send(Decrements.read("alice", id, "TEA-100"))).isEqualTo(absent);
    }
    assertThat(handler.send(Decrements.read("alice", BOBS_SHOP, "GHOST"))).isEqualTo(absent);
    assertThat(handler.send(Decrements.read("alice", SHOP, "GHOST"))).isEqualTo(absent);
  }
}
