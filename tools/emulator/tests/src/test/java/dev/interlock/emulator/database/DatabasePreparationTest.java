package dev.interlock.emulator.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.database.Database;
import dev.interlock.database.DatabaseUrl;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.host.SetupException;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kinds of databases that users may have. Each works, or is refused before any function starts.
class DatabasePreparationTest {

  private static final String PASSWORD = "secret";
  private static final String TRANSFER =
      """
      {"from": "a0000000-0000-4000-8000-000000000001", "to": "a0000000-0000-4000-8000-000000000002",
       "amount": 1, "currency": "EUR", "reference": "\u20AC"}
      """;

  @TempDir static Path folder;

  private static EmbeddedPostgres server;

  private final List<String> notices = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    Path cache = Path.of("target").toAbsolutePath();
    server = EmbeddedPostgres.start(cache, folder, FreePort.choose(), ServerSettings.disposable());
    DatabasePreparation.createDatabase(server);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void tablesInAnotherSchemaOfAHardenedDatabaseWork() throws Exception {
    DatabaseAddress owner = create("hardened", "");
    run(
        owner,
        """
        REVOKE CONNECT ON DATABASE hardened FROM PUBLIC;
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        CREATE SCHEMA "The App";
        """);
    DatabaseAddress app = with(owner, "currentSchema", "\"The App\"");
    assertTransfers(DatabasePreparation.prepareWithDemoData(app, PASSWORD, notices::add));
    assertThat(notices).isEmpty();
    assertThat(text(owner, "SELECT schemaname FROM pg_tables WHERE tablename = 'account'"))
        .isEqualTo("The App");
    // Behind a pooler, without the parameter, the role's search path finds the tables.
    DatabaseAddress byRole = owner.as("interlock_function", PASSWORD);
    assertThat(text(byRole, "SELECT to_regclass('account')::regclass::text")).isEqualTo("account");
  }

  @Test
  void hardenedSchemaPublicWorks() throws Exception {
    DatabaseAddress owner = create("strict", "");
    run(
        owner,
        "REVOKE ALL ON DATABASE strict FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC");
    assertTransfers(DatabasePreparation.prepareWithDemoData(owner, PASSWORD, notices::add));
    assertThat(notices).isEmpty();
  }

  @Test
  void secondDatabaseOfAServerWorksAndBothCanBePreparedAgain() throws Exception {
    DatabaseAddress first = create("first", "");
    DatabaseAddress second = create("second", "");
    for (DatabaseAddress owner : List.of(first, second, first, second)) {
      assertTransfers(DatabasePreparation.prepareWithDemoData(owner, PASSWORD, notices::add));
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void rolesScriptCanBeRunAgain() throws Exception {
    DatabaseAddress owner = create("scripted", "");
    run(owner, resource("schema"));
    for (int round = 0; round < 2; round++) {
      run(owner, resource("roles"));
    }
    assertThat(
            text(
                owner,
                """
                SELECT array_to_string(s.setconfig, ' ') FROM pg_db_role_setting s
                  JOIN pg_roles r ON r.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase
                 WHERE r.rolname = 'interlock_function' AND d.datname = 'scripted'
                """))
        .contains("default_transaction_isolation=serializable", "search_path=public");
  }

  @Test
  void encodingOtherThanUtf8IsRefusedBeforeAnyTableIsCreated() throws Exception {
    DatabaseAddress owner = create("latin", "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    assertRefused(owner, "encoding must be UTF8, not LATIN1");
    assertThat(text(owner, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        .isEqualTo("0");
    assertThatThrownBy(() -> run(owner, resource("schema") + resource("roles")))
        .hasMessageContaining("must be UTF8");
    // The functions refuse it too, in case the tables were created in another way.
    try (Database functions = Database.of(environment(owner))) {
      assertThatThrownBy(functions::open)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("must be UTF8, not LATIN1");
    }
  }

  /// Otherwise, functions behind a pooler would use the new tables, which lack their keys.
  @Test
  void tablesInASecondSchemaDoNotChangeTheSearchPathOfTheRole() throws Exception {
    DatabaseAddress owner = create("twofold", "");
    run(owner, "CREATE SCHEMA one; CREATE SCHEMA other");
    String path = "SHOW search_path";
    assertTransfers(
        DatabasePreparation.prepareWithDemoData(
            with(owner, "currentSchema", "one"), PASSWORD, notices::add));
    assertThat(notices).isEmpty();
    DatabasePreparation.prepare(with(owner, "currentSchema", "other"), PASSWORD, notices::add);
    assertThat(notices).singleElement().asString().contains("another schema");
    assertThat(text(owner.as("interlock_function", PASSWORD), path)).isEqualTo("one");
  }

  @Test
  void userWithoutRightsOnTheTablesIsRefused() throws Exception {
    DatabaseAddress owner = create("closed", "");
    DatabasePreparation.prepare(owner, PASSWORD, notices::add);
    run(owner, "CREATE ROLE stranger LOGIN PASSWORD 'stranger'");
    assertRefused(owner.as("stranger", "stranger"), "has no rights on the tables");
  }

  @Test
  void missingSchemaIsRefused() throws Exception {
    DatabaseAddress owner = create("bare", "");
    assertRefused(with(owner, "currentSchema", "nowhere"), "schema");
  }

  @Test
  void demoDataIsAddedOnlyOnRequest() throws Exception {
    DatabaseAddress owner = create("theirs", "");
    DatabasePreparation.prepare(owner, PASSWORD, notices::add);
    assertThat(text(owner, "SELECT count(*) FROM resource")).isEqualTo("0");
    DatabasePreparation.prepareWithDemoData(owner, PASSWORD, notices::add);
    assertThat(text(owner, "SELECT count(*) FROM resource")).isNotEqualTo("0");
  }

  /// A start that dies between two tables leaves none behind. PostgreSQL needs no setting for that.
  @Test
  void interruptedStartLeavesNoTables() throws Exception {
    DatabaseAddress owner = create("torn", "");
    run(owner, "CREATE TABLE stock_entry_archive (in_the_way int)");
    assertRefused(owner, "stock_entry_archive");
    run(owner, "DROP TABLE stock_entry_archive");
    assertTransfers(DatabasePreparation.prepareWithDemoData(owner, PASSWORD, notices::add));
  }

  private void assertRefused(DatabaseAddress owner, String why) {
    assertThatThrownBy(() -> DatabasePreparation.prepare(owner, PASSWORD, notices::add))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("database " + owner.url())
        .hasMessageContaining(why);
  }

  private static void assertTransfers(PreparedDatabase database) {
    assertThat(database.functions().user()).isEqualTo("interlock_function");
    try (Database functions = Database.of(environment(database.functions()))) {
      Answer answer =
          Answer.of(
              new TransferHandler(new StatementRunner(functions)),
              Event.post("/transfers").caller("alice").key("k").body(TRANSFER).json());
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    }
  }

  private static Map<String, String> environment(DatabaseAddress address) {
    return Map.of(
        "DATABASE_URL", address.url(),
        "DATABASE_USER", address.user(),
        "DATABASE_PASSWORD", address.password());
  }

  private static DatabaseAddress create(String name, String how) throws Exception {
    run(server.owner(), "CREATE DATABASE " + name + " " + how);
    return server.owner().named(name);
  }

  private static DatabaseAddress with(DatabaseAddress address, String parameter, String value) {
    DatabaseUrl url = address.place();
    return new DatabaseAddress(
        new DatabaseUrl(
            url.hosts(),
            url.database(),
            Optional.empty(),
            Optional.empty(),
            Map.of(parameter, value)),
        address.user(),
        address.password());
  }

  private static void run(DatabaseAddress address, String sql) throws SQLException {
    try (Connection connection = address.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(DatabaseAddress address, String sql) throws SQLException {
    try (Connection connection = address.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String resource(String name) throws IOException {
    try (var bytes = DatabasePreparation.class.getResourceAsStream("/db/" + name + ".sql")) {
      return new String(Objects.requireNonNull(bytes).readAllBytes(), UTF_8);
    }
  }
}
