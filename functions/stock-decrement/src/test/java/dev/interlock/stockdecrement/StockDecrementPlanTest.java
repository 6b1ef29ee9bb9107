package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.database.Database;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.StatementPlan;
import dev.interlock.testkit.statements.TableScans;
import dev.interlock.write.StatementRunner;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every row is reached by its key, each line's by location and SKU: never all of a location.
@OnlyPostgres("reads PostgreSQL's plans and statistics")
class StockDecrementPlanTest {

  private static final String MANY =
      """
      INSERT INTO resource (id, kind, owner_count)
      SELECT gen_random_uuid(), 'location', 1 FROM generate_series(1, 10000);
      INSERT INTO permission (resource_id, principal, role)
      SELECT id, 'p' || row_number() OVER (), 'owner' FROM resource ON CONFLICT DO NOTHING;
      INSERT INTO stock (location_id, sku, on_hand, version)
      SELECT '%1$s', 'S-' || n, 9, 1 FROM generate_series(1, 10000) n;
      INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
      SELECT '%1$s', 'S-' || n, 1, 9, 9 FROM generate_series(1, 10000) n;
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      SELECT 'alice', 'stock-decrement', 'old-' || n, '', 'accepted'
        FROM generate_series(1, 10000) n;
      ANALYZE
      """
          .formatted(Decrements.SHOP);

  private static final UUID ID = UUID.fromString(Decrements.SHOP);
  private static final Caller CALLER = new Caller("alice");

  /// Table sizes at which PostgreSQL's estimates differ.
  enum Size {
    FRESH,
    TEN_THOUSAND_ROWS;

    private TestDatabase create() {
      TestDatabase database = TestDatabase.create();
      Decrements.stockMany(database, "MANY-", 100, 1_000);
      if (this == TEN_THOUSAND_ROWS) {
        database.run(MANY);
      }
      return database;
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPlanScansATable(Size size) throws SQLException {
    try (Database functions = size.create().database()) {
      String write = StatementPlan.of(functions, new StockDecrementStatement().sql());
      String read = StatementPlan.of(functions, new StockQuery(ID, "x", CALLER).sql());
      for (String plan : List.of(write, read)) {
        assertThat(plan).as("made for any parameters").contains("$1");
        assertThat(StatementPlan.scansWithoutKey(plan)).as(plan).isEmpty();
      }
      assertThat(write)
          .containsPattern("Update on \\w+\\.stock")
          .containsPattern("Insert on \\w+\\.idempotency");
      // By location alone all of its SKUs would be read, and locked against each other.
      assertThat(write.lines().filter(line -> line.contains("Index Cond: ((s.")))
          .as(write)
          .isNotEmpty()
          .allMatch(line -> line.contains("location_id = ") && line.contains("sku = "));
    }
  }

  /// The server's own counts, over replays and refusals too.
  @ParameterizedTest
  @EnumSource
  void noCallScansATableOrAllOfALocation(Size size) {
    TestDatabase database = size.create();
    TableScans scans = new TableScans(database);
    try (Database functions = database.database()) {
      StatementRunner writes = new StatementRunner(functions);
      StockDecrementHandler decrements = new StockDecrementHandler(writes);
      StockHandler stock = new StockHandler(writes);
      // Often enough for PostgreSQL to switch to its generic plan.
      for (int i = 0; i < 8; i++) {
        Event one = Decrements.event("alice", "k" + i, "TEA-100", 1);
        Event tooMuch = Decrements.event("alice", "r" + i, "TEA-100", 1_000_000);
        assertThat(status(decrements, one)).isEqualTo(201);
        assertThat(status(decrements, one)).isEqualTo(201);
        assertThat(status(decrements, tooMuch)).isEqualTo(409);
        assertThat(status(stock, Decrements.read("alice", Decrements.SHOP, "TEA-100")))
            .isEqualTo(200);
      }
    }
    assertThat(scans.sinceThen()).isEmpty();
    // Far fewer than the location has SKUs.
    assertThat(scans.indexRowsSinceThen()).isBetween(1L, 2_000L);
  }

  @ParameterizedTest
  @EnumSource
  void hundredLinesReadHundredRows(Size size) {
    TestDatabase database = size.create();
    TableScans scans = new TableScans(database);
    try (Database functions = database.database()) {
      StockDecrementHandler handler = new StockDecrementHandler(new StatementRunner(functions));
      for (int i = 0; i < 8; i++) {
        Event all = Decrements.event("alice", "k" + i, Decrements.lines("MANY-", 100, 1));
        assertThat(status(handler, all)).isEqualTo(201);
      }
    }
    assertThat(scans.sinceThen()).isEmpty();
    // Each line's row is found, and found again to be written; by location it would be 10,000.
    assertThat(scans.indexRowsSinceThen()).isBetween(1_600L, 8 * 1_000L);
  }

  static StockDecrementCommand command() {
    return new StockDecrementCommand(
        CALLER, new IdempotencyKey("k"), ID, new TreeMap<>(), Optional.empty());
  }

  private static int status(RequestStreamHandler handler, Event event) {
    return Answer.of(handler, event.json()).status();
  }
}
