package dev.interlock.permissionchange;

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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every row is found by its key. A scan would conflict with every other call on the table.
@OnlyPostgres("reads PostgreSQL's plans and statistics")
class PermissionChangePlanTest {

  private static final String MANY =
      """
      INSERT INTO resource (id, kind, owner_count)
      SELECT gen_random_uuid(), 'location', 1 FROM generate_series(1, 10000);
      INSERT INTO permission (resource_id, principal, role)
      SELECT id, 'p' || row_number() OVER (), 'owner' FROM resource ON CONFLICT DO NOTHING;
      INSERT INTO permission (resource_id, principal, role)
      SELECT '%1$s', 'q' || n, 'viewer' FROM generate_series(1, 10000) n;
      INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role)
      SELECT '%2$s', n, 'q', 'none', 'none' FROM generate_series(1, 10000) n;
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      SELECT 'alice', 'permission-change', 'old-' || n, '', 'accepted'
        FROM generate_series(1, 10000) n;
      ANALYZE
      """
          .formatted(Changes.SHOP, Changes.ABSENT);

  private static final UUID ID = UUID.fromString(Changes.SHOP);
  private static final Caller CALLER = new Caller("alice");

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
      String write = StatementPlan.of(functions, new PermissionChangeStatement().sql());
      String read = StatementPlan.of(functions, new PermissionsQuery(ID, CALLER, "", 1000).sql());
      for (String plan : List.of(write, read)) {
        assertThat(plan).as("made for any parameters").contains("$1");
        assertThat(StatementPlan.scansWithoutKey(plan)).as(plan).isEmpty();
      }
      assertThat(write)
          .containsPattern("Update on \\w+\\.resource")
          .containsPattern("Insert on \\w+\\.idempotency");
    }
  }

  /// The server's own counts, over replays and refusals too. Only a request for a resource's list
  /// of grants reads all of it.
  @ParameterizedTest
  @EnumSource
  void noCallScansATable(Size size) {
    TestDatabase database = size.create();
    TableScans scans = new TableScans(database);
    try (Database functions = database.database()) {
      StatementRunner writes = new StatementRunner(functions);
      PermissionChangeHandler changes = new PermissionChangeHandler(writes);
      PermissionsHandler permissions = new PermissionsHandler(writes);
      // Often enough for PostgreSQL to switch to its generic plan.
      for (int i = 0; i < 8; i++) {
        Event change = Changes.event("alice", "k" + i, Changes.SHOP, "carol", "viewer", i);
        Event stale = Changes.event("alice", "r" + i, Changes.SHOP, "carol", "viewer", 99);
        assertThat(status(changes, change)).isEqualTo(201);
        assertThat(status(changes, change)).isEqualTo(201);
        assertThat(status(changes, stale)).isEqualTo(412);
        assertThat(status(permissions, Changes.read("alice", Changes.ALICES))).isEqualTo(200);
      }
    }
    assertThat(scans.sinceThen()).isEmpty();
    // Far fewer than the rows of any table, so a full scan of an index would exceed it.
    assertThat(scans.indexRowsSinceThen()).isBetween(1L, 2_000L);
  }

  /// Of 10,000 grants a page reads only its own. The key has them in order, so nothing is sorted.
  @Test
  void pageReadsOnlyItsOwnGrants() throws SQLException {
    TestDatabase database = Size.TEN_THOUSAND_ROWS.create();
    try (Database functions = database.database()) {
      String plan = StatementPlan.of(functions, new PermissionsQuery(ID, CALLER, "", 10).sql());
      assertThat(plan)
          .contains("Index Cond: ((page.resource_id = r.id) AND (page.principal > $3))")
          .containsPattern("Limit .*\\n.*Output.*\\n +->  Index Scan using permission_pkey");
    }
    TableScans scans = new TableScans(database);
    try (Database functions = database.database()) {
      PermissionsHandler permissions = new PermissionsHandler(new StatementRunner(functions));
      for (int i = 0; i < 8; i++) {
        Event page = Changes.read("alice", Changes.SHOP).query("after", "q5").query("limit", "10");
        assertThat(status(permissions, page)).isEqualTo(200);
      }
    }
    assertThat(scans.indexRowsSinceThen()).isBetween(8L * 11, 8L * 20);
  }

  static PermissionChangeCommand command() {
    return new PermissionChangeCommand(
        CALLER, new IdempotencyKey("k"), ID, "carol", "viewer", Optional.empty(), 0);
  }

  private static int status(RequestStreamHandler handler, Event event) {
    return Answer.of(handler, event.json()).status();
  }
}
