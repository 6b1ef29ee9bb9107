package dev.interlock.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.console.GuardedTable.GuardedRow;
import dev.interlock.console.GuardedTable.RowKey;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.FreePort;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console looks at the tables five times a second, however many rows they have.
@SuppressWarnings("NullAway.Init")
class LargeTablesTest {
  private static final String FILL =
      """
      INSERT INTO resource (id, kind, owner_count)
        SELECT gen_random_uuid(), 'account', 1 FROM generate_series(1, 20000);
      INSERT INTO permission (resource_id, principal, role)
        SELECT id, 'alice', 'owner' FROM resource;
      INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role)
        SELECT id, 0, 'alice', 'none', 'owner' FROM resource;
      INSERT INTO account (id, currency, balance) SELECT id, 'EUR', 0 FROM resource;
      INSERT INTO account_entry (account_id, version, amount, balance_after)
        SELECT id, 0, 0, 0 FROM resource;
      INSERT INTO stock (location_id, sku, on_hand) SELECT id, 'TEA', 0 FROM resource;
      INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
        SELECT id, 'TEA', 0, 0, 0 FROM resource;
      INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
        SELECT gen_random_uuid(), id, id, 1, now() FROM resource;
      INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, expires_at)
        SELECT id, 'TEA', id, 1, now() FROM resource;
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
        SELECT 'alice', 'transfer', id::text, '', 'accepted' FROM resource;
      """;

  @TempDir static Path folder;
  private static EmbeddedPostgres server;
  private static Connection connection;

  @BeforeAll
  static void fill() throws Exception {
    Repository repository = Repository.at(Path.of("../../..").toAbsolutePath().normalize());
    server =
        EmbeddedPostgres.start(
            repository.cache(),
            folder,
            FreePort.choose(),
            ServerSettings.disposable().with("autovacuum=off"));
    DatabasePreparation.createDatabase(server);
    DatabasePreparation.prepare(server.owner(), "interlock", List.of(), System.err::println);
    try (Connection owner = server.owner().connect();
        Statement statement = owner.createStatement()) {
      statement.execute(FILL);
    }
    connection = ReadTransaction.connect(server.owner());
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
  }

  private static List<String> statements() {
    List<String> statements =
        new ArrayList<>(
            List.of(
                TableReader.PERMISSIONS,
                PromiseReader.HOLDS,
                PromiseReader.RESERVATIONS,
                KeyView.REMEMBERED,
                Stories.REMEMBERED));
    for (GuardedTable table : GuardedTable.values()) {
      statements.add(table.first);
      statements.add(table.named);
    }
    for (JournalTable journal : JournalTable.values()) {
      statements.add(journal.after);
      statements.add(journal.under);
    }
    return statements;
  }

  @Test
  void everyStatementReadsByAnIndexAlthoughNoTableWasAnalysed() throws SQLException {
    for (String sql : statements()) {
      assertThat(plan(sql)).as(sql).contains("Index").doesNotContain("Seq Scan");
    }
  }

  private static String plan(String sql) throws SQLException {
    String filled =
        sql.replace("?::uuid[]", "ARRAY['" + RunningConsole.ALICE + "']::uuid[]")
            .replace("?::text[]", "ARRAY['TEA']::text[]")
            .replace("?::int8[]", "ARRAY[-1]::int8[]")
            .replace("?", "'alice'");
    StringBuilder plan = new StringBuilder();
    ReadTransaction.begin(connection);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("EXPLAIN " + filled)) {
      while (row.next()) {
        plan.append(row.getString(1)).append('\n');
      }
    } finally {
      connection.rollback();
    }
    return plan.toString();
  }

  @Test
  void rowsThatACallNamedAreShownThoughThereAreOthersBeforeThem() throws SQLException {
    TableReader reader = ReadTransaction.begin(connection);
    try {
      RowKey last = new RowKey(last(), "");
      Map<RowKey, GuardedRow> rows = reader.rows(GuardedTable.ACCOUNT, List.of(last)).byKey();
      assertThat(rows).hasSize(GuardedTable.ROWS_MAX).containsKey(last);
      assertThat(reader.rows(GuardedTable.ACCOUNT, List.of()).byKey()).doesNotContainKey(last);
      assertThat(reader.rows(GuardedTable.ACCOUNT, List.of()).truncated()).isTrue();
    } finally {
      connection.rollback();
    }
  }

  private static UUID last() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM account ORDER BY id DESC LIMIT 1")) {
      row.next();
      return row.getObject(1, UUID.class);
    }
  }

  @Test
  void consoleCannotWrite() throws SQLException {
    ReadTransaction.begin(connection);
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("UPDATE account SET balance = 1"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("25006"));
    } finally {
      connection.rollback();
    }
  }
}
