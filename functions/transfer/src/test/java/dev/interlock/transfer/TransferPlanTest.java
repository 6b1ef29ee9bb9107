package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every row is found by its key. A scan would conflict with every other call on the table.
@OnlyPostgres("reads PostgreSQL's plans and statistics")
class TransferPlanTest {

  private static final UUID ID = UUID.fromString(ALICE_EUR);
  private static final Caller CALLER = new Caller("alice");

  private static final String MANY =
      """
      INSERT INTO resource (id, kind, owner_count)
      SELECT gen_random_uuid(), 'account', 1 FROM generate_series(1, 10000);
      INSERT INTO permission (resource_id, principal, role)
      SELECT id, 'p' || row_number() OVER (), 'owner' FROM resource WHERE owner_count = 1
      ON CONFLICT DO NOTHING;
      INSERT INTO account (id, currency, balance, version)
      SELECT id, 'EUR', 1, 1 FROM resource WHERE kind = 'account' ON CONFLICT DO NOTHING;
      INSERT INTO account_entry (account_id, version, amount, balance_after)
      SELECT id, 1, 1, 1 FROM account ON CONFLICT DO NOTHING;
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      SELECT 'alice', 'transfer', 'old-' || n, '', 'accepted' FROM generate_series(1, 10000) n;
      ANALYZE
      """;

  /// Table sizes at which PostgreSQL's estimates differ.
  enum Size {
    FRESH,
    TEN_THOUSAND_ROWS;

    private TestDatabase create() {
      TestDatabase database = TestDatabase.create();
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
      String write = StatementPlan.of(functions, new TransferStatement().sql());
      String account = StatementPlan.of(functions, new AccountQuery(ID, CALLER).sql());
      String entries = StatementPlan.of(functions, new EntriesQuery(ID, CALLER, 0, 1).sql());
      for (String plan : List.of(write, account, entries)) {
        assertThat(plan).as("made for any parameters").contains("$1");
        assertThat(StatementPlan.scansWithoutKey(plan)).as(plan).isEmpty();
      }
      assertThat(write)
          .containsPattern("Update on \\w+\\.account")
          .containsPattern("Insert on \\w+\\.idempotency");
    }
  }

  /// The server's own counts, over replays and refusals too.
  @ParameterizedTest
  @EnumSource
  void noCallScansATable(Size size) {
    TestDatabase database = size.create();
    TableScans scans = new TableScans(database);
    try (Database functions = database.database()) {
      StatementRunner writes = new StatementRunner(functions);
      TransferHandler transfers = new TransferHandler(writes);
      AccountHandler accounts = new AccountHandler(writes);
      // Often enough for PostgreSQL to switch to its generic plan.
      for (int i = 0; i < 8; i++) {
        Event transfer = Transfers.event("alice", "k" + i, ALICE_EUR, BOB_EUR, 1);
        Event tooMuch = Transfers.event("alice", "r" + i, ALICE_EUR, BOB_EUR, 1_000_000);
        assertThat(status(transfers, transfer)).isEqualTo(201);
        assertThat(status(transfers, transfer)).isEqualTo(201);
        assertThat(status(transfers, tooMuch)).isEqualTo(409);
        for (String route : List.of("/accounts/{id}", "/accounts/{id}/entries")) {
          Event read = Event.get(route).caller("alice").path("id", ALICE_EUR);
          assertThat(status(accounts, read)).isEqualTo(200);
        }
      }
    }
    assertThat(scans.sinceThen()).isEmpty();
    // Far fewer than the rows of any table, so a full scan of an index would exceed it.
    assertThat(scans.indexRowsSinceThen()).isBetween(1L, 2_000L);
  }

  /// The counter sees a single scan.
  @Test
  void tableScanIsCounted() {
    TestDatabase database = TestDatabase.create();
    TableScans scans = new TableScans(database);
    database.run("SELECT sum(balance) FROM account");
    // A session reports its reads when it ends, which may be after its client has gone.
    await().untilAsserted(() -> assertThat(scans.sinceThen()).containsExactly("account"));
    assertThat(
            StatementPlan.scansWithoutKey(
                """
                Nested Loop
                  ->  Index Scan using a_pkey on public.a
                        Output: a.id
                        Index Cond: (a.id = $1)
                  ->  Index Scan using b_pkey on public.b
                        Output: b.id
                  ->  Seq Scan on public.c
                """))
        .containsExactly("Index Scan using b_pkey on public.b", "Seq Scan on public.c");
  }

  static TransferCommand command() {
    return new TransferCommand(CALLER, new IdempotencyKey("k"), ID, ID, 1, "EUR", Optional.empty());
  }

  private static int status(RequestStreamHandler handler, Event event) {
    return Answer.of(handler, event.json()).status();
  }
}
