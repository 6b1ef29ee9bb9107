package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.audit.operation.ContributedOperation;
import dev.interlock.database.Database;
import dev.interlock.hold.HoldHandler;
import dev.interlock.hold.SettlementHandler;
import dev.interlock.json.Json;
import dev.interlock.stockreservation.ReservationSettlementHandler;
import dev.interlock.stockreservation.StockReservationHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The audit of holds and reservations: nothing is reported of what the functions write, and a
/// change past them is.
@OnlyPostgres("the audit is compared on one product")
class HoldAuditTest {

  private static final String ACCOUNT = "a0000000-0000-4000-8000-00000000000";
  private static final String SHOP = "b0000000-0000-4000-8000-000000000001";
  private static final String LATER = "\"expiresAt\": \"2999-01-01T00:00:00Z\"";

  private static TestDatabase database;
  private static AuditSettings settings;

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.create();
    List<ContributedOperation> operations = new ArrayList<>();
    for (String file :
        List.of(
            "hold/hold",
            "hold/settlement",
            "stock-reservation/stock-reservation",
            "stock-reservation/reservation-settlement")) {
      String[] parts = file.split("/", -1);
      Path text =
          Path.of("../../functions", parts[0], "src/main/resources/audit", parts[1] + ".sql");
      operations.add(ContributedOperation.parse(parts[1], Files.readString(text)));
    }
    settings = AuditSettings.DEFAULT.withContributed(operations);
  }

  @BeforeEach
  void holdAndSettle() throws Exception {
    database.reset();
    try (Database functions = database.database()) {
      StatementRunner writes = new StatementRunner(functions);
      String hold = place(writes, "held", 10);
      settle(writes, "part", hold, 4);
      settle(writes, "none", place(writes, "released", 10), 0);
      place(writes, "open", 10);
      String lines =
          "\"lines\": [{\"sku\": \"CUP-1\", \"quantity\": 2}, {\"sku\": \"TEA-100\","
              + " \"quantity\": 3}]";
      RequestStreamHandler reserving = new StockReservationHandler(writes);
      String reservation = id(reserving, "/stock-reservations", "reserved", shop(lines), "alice");
      id(reserving, "/stock-reservations", "open", shop(lines), "alice");
      id(
          new ReservationSettlementHandler(writes),
          "/reservation-settlements",
          "taken",
          "{\"reservation\": \""
              + reservation
              + "\", \"lines\": [{\"sku\": \"CUP-1\","
              + " \"quantity\": 1}]}",
          "alice");
    }
  }

  private static String shop(String lines) {
    return "{\"location\": \"" + SHOP + "\", " + lines + ", " + LATER + "}";
  }

  private static String place(StatementRunner writes, String key, int amount) throws Exception {
    String body =
        """
        {"from": "%1$s1", "to": "%1$s2", "amount": %2$d, "currency": "EUR", %3$s}
        """
            .formatted(ACCOUNT, amount, LATER);
    return id(new HoldHandler(writes), "/holds", key, body, "alice");
  }

  private static void settle(StatementRunner writes, String key, String hold, int amount)
      throws Exception {
    String body = "{\"hold\": \"%s\", \"amount\": %d}".formatted(hold, amount);
    id(new SettlementHandler(writes), "/settlements", key, body, "bob");
  }

  private static String id(
      RequestStreamHandler handler, String path, String key, String body, String caller)
      throws Exception {
    Event event = Event.post(path).caller(caller).key(key).body(body);
    Answer answer = Answer.of(handler, event.json());
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    return Json.object(answer.bodyText()).text("id");
  }

  private static List<String> broken() throws Exception {
    try (Connection connection = database.connect()) {
      AuditReport report = Audit.run(connection, settings);
      return report.broken().stream().map(Finding::id).toList();
    }
  }

  @Test
  void nothingIsReportedOfWhatTheFunctionsWrite() throws Exception {
    assertThat(broken()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " : ",
      quoteCharacter = '`',
      textBlock =
          """
          held-is-open-holds          : UPDATE account SET held = held + 1 WHERE held > 0
          held-matches-journal        : UPDATE account SET held = held + 1 WHERE held > 0
          held-chain                  : UPDATE account_entry SET held_after = held_after + 1 WHERE held > 0
          hold-placed-once            : UPDATE account_entry SET amount = 1 WHERE hold_id IS NOT NULL AND settlement_id IS NULL
          hold-of-no-entry            : UPDATE account_entry SET hold_id = gen_random_uuid() WHERE hold_id IS NOT NULL
          expired-hold-is-past        : UPDATE hold SET state = 'expired' WHERE state = 'open'
          settled-once                : UPDATE hold SET state = 'open', settled_at = NULL, captured = 0
          settlement-legs             : UPDATE hold SET captured = captured + 1 WHERE captured > 0
          settlement-time             : UPDATE hold SET settled_at = created_at WHERE settled_at IS NOT NULL
          closed-account-without-hold : UPDATE account SET status = 'closed'
          hold-answer                 : UPDATE idempotency SET detail = detail || '{"fromAvailable": 1}' WHERE operation = 'hold'
          settlement-answer           : UPDATE idempotency SET detail = detail || '{"released": 1}' WHERE operation = 'settlement'
          fingerprint-recomputed      : UPDATE hold SET amount = amount + 1
          reserved-is-open-lines      : UPDATE stock SET reserved = reserved + 1 WHERE reserved > 0
          reserved-matches-journal    : UPDATE stock SET reserved = reserved + 1 WHERE reserved > 0
          reserved-chain              : UPDATE stock_entry SET reserved_after = reserved_after + 1 WHERE reserved > 0
          line-placed-once            : UPDATE stock_entry SET quantity = 1 WHERE reserved > 0
          reservation-is-whole        : UPDATE reservation_line SET expires_at = now() WHERE sku = 'CUP-1'
          expired-line-is-past        : UPDATE reservation_line SET state = 'expired' WHERE state = 'open'
          line-settled-once           : UPDATE reservation_line SET state = 'open', settled_at = NULL, taken = 0
          line-taken-and-released     : UPDATE reservation_line SET taken = 2 WHERE taken = 1
          line-settled-in-time        : UPDATE reservation_line SET expires_at = created_at WHERE state = 'settled'
          stock-reservation-answer    : UPDATE idempotency SET detail = detail || '{"available": 1}' WHERE operation = 'stock-reservation'
          reservation-settlement-answer : UPDATE idempotency SET detail = detail || '{"lines": 1}' WHERE operation = 'reservation-settlement'
          """)
  void changePastTheFunctionsIsReported(String invariant, String change) throws Exception {
    database.run(change);
    assertThat(broken()).contains(invariant);
  }
}
