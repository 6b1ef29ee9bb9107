package dev.interlock.emulator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.host.SetupException;
import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables that a function brings are applied once, recorded, and granted; mistakes are named.
class FunctionTablesTest {

  private static final String SEATS = "CREATE TABLE seat (id int PRIMARY KEY);\n";
  private static final String ROWS = "ALTER TABLE seat ADD COLUMN row_name text;\n";
  private static final String ROLES = "GRANT SELECT ON seat TO interlock_function;\n";
  private static final String DEMO = "INSERT INTO seat VALUES (1);\n";

  @TempDir static Path data;

  private static EmbeddedPostgres server;

  @TempDir Path folder;

  private final List<String> applied = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    Path cache = Path.of("target").toAbsolutePath();
    server = EmbeddedPostgres.start(cache, data, FreePort.choose(), ServerSettings.disposable());
    DatabasePreparation.createDatabase(server);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void theyAreAppliedOnceAndRecordedByOperation() throws Exception {
    DatabaseAddress owner = create("once");
    DatabaseMigration first = migration(Map.of("booking/001-seats", SEATS));
    assertThat(first.pending(owner)).endsWith("005-holds", "booking/001-seats");
    first.run(owner, applied::add);
    assertThat(applied).endsWith("005-holds", "booking/001-seats");
    first.run(owner, name -> assertThat(name).as("applied again").isNull());
    assertThat(first.wouldChangeTables(owner)).isFalse();

    DatabaseMigration second =
        migration(Map.of("booking/002-rows", ROWS, "venue/001-venues", "CREATE TABLE venue ()"));
    assertThat(second.pending(owner)).containsExactly("booking/002-rows", "venue/001-venues");
    assertThat(second.wouldChangeTables(owner)).isTrue();
    second.run(owner, applied::add);
    assertThat(
            text(
                owner,
                "SELECT string_agg(concat_ws(' ', operation, version, name), ', ' ORDER BY 1)"
                    + " FROM interlock_operation_migration"))
        .isEqualTo("booking 1 001-seats, booking 2 002-rows, venue 1 001-venues");
  }

  /// Functions of another operation go on, so nothing of theirs may be changed by a start.
  @Test
  void newTablesChangeNoOthers() throws Exception {
    DatabaseAddress owner = create("added");
    migration(Map.of()).run(owner, applied::add);
    assertThat(migration(Map.of("booking/001-seats", SEATS)).wouldChangeTables(owner)).isFalse();
  }

  /// The edit would never reach a database that has the first form.
  @Test
  void changedMigrationIsRefused() throws Exception {
    DatabaseAddress owner = create("changed");
    migration(Map.of("booking/001-seats", SEATS)).run(owner, applied::add);
    DatabaseMigration changed = migration(Map.of("booking/001-seats", SEATS + ROWS));
    assertThatThrownBy(() -> changed.pending(owner))
        .isInstanceOf(StaleDataException.class)
        .hasMessageContaining("db/booking/001-seats.sql has changed since it was applied");
  }

  @Test
  void tablesOfALaterVersionOfTheFunctionAreRefused() throws Exception {
    DatabaseAddress owner = create("newer");
    migration(Map.of("booking/001-seats", SEATS, "booking/002-rows", ROWS))
        .run(owner, applied::add);
    Files.delete(folder.resolve("db/booking/002-rows.sql"));
    assertThatThrownBy(() -> migration(Map.of()).pending(owner))
        .isInstanceOf(NewerTablesException.class)
        .hasMessage("its tables of booking are of version 2, and this version knows 1");
  }

  /// What roles.sql revokes of Interlock's tables, a function gets again.
  @Test
  void rightsAreGrantedAfterThoseOfInterlock() throws Exception {
    String more = "GRANT UPDATE (currency) ON account TO interlock_function;\n";
    DatabaseAddress owner = create("granted");
    List<OperationTables> functions =
        functions(Map.of("booking/001-seats", SEATS, "booking/roles", ROLES + more));
    for (int run = 0; run < 2; run++) {
      DatabasePreparation.prepare(owner, "secret", functions, applied::add);
      assertThat(
              text(
                  owner,
                  "SELECT has_table_privilege('interlock_function', 'seat', 'SELECT')::text"
                      + " || has_column_privilege("
                      + "'interlock_function', 'account', 'currency', 'UPDATE')"))
          .isEqualTo("truetrue");
    }
  }

  /// Rights alone may change, and nobody would grant them if only migrations counted.
  @Test
  void changedRightsArePending() throws Exception {
    DatabaseAddress owner = create("rights");
    DatabaseMigration first =
        migration(Map.of("booking/001-seats", SEATS, "booking/roles", "SELECT 1;\n"));
    first.run(owner, applied::add);
    assertThat(first.pendingRights(owner)).containsExactly("booking");
    first.grantRights(owner);
    assertThat(first.pendingRights(owner)).isEmpty();
    DatabaseMigration second = migration(Map.of("booking/roles", ROLES));
    assertThat(second.pendingRights(owner)).containsExactly("booking");
    second.grantRights(owner);
    assertThat(text(owner, "SELECT has_table_privilege('interlock_function', 'seat', 'SELECT')"))
        .isEqualTo("t");
  }

  /// A demo that failed, and a function that was added later, get theirs at the next start.
  @Test
  void demoDataIsPutInOnceAndOnlyBesideInterlocks() throws Exception {
    DatabaseAddress owner = create("demo");
    List<OperationTables> broken =
        functions(Map.of("booking/001-seats", SEATS, "booking/demo", "INSERT INTO chair;\n"));
    assertThatThrownBy(() -> withDemo(owner, broken))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("booking/demo: ERROR: syntax error");
    List<OperationTables> corrected = functions(Map.of("booking/demo", DEMO));
    withDemo(owner, corrected);
    withDemo(owner, corrected);
    assertThat(text(owner, "SELECT count(*) FROM seat")).isEqualTo("1");

    DatabaseAddress real = create("real");
    DatabasePreparation.prepare(real, "secret", List.of(), applied::add);
    run(real, "INSERT INTO resource VALUES (gen_random_uuid(), 'account', 0, 1)");
    withDemo(real, corrected);
    assertThat(text(real, "SELECT count(*) FROM seat")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          001-seats | CREATE TABEL seat ();    | booking/001-seats: ERROR: syntax error at or near "TABEL"
          001-seats | GRANT SELECT ON account TO nobody; | booking/001-seats: ERROR: role "nobody" does not exist
          roles     | GRANT SELECT ON seet TO interlock_function; | booking/roles: ERROR: relation "seet" does not exist
          """)
  void scriptThatFailsIsNamed(String script, String sql, String reason) throws Exception {
    DatabaseAddress owner = create("fails_" + Integer.toHexString(sql.hashCode()));
    List<OperationTables> functions = functions(Map.of("booking/" + script, sql));
    assertThatThrownBy(() -> DatabasePreparation.prepare(owner, "secret", functions, applied::add))
        .isInstanceOf(SetupException.class)
        .hasMessage("database " + owner.url() + ": " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "booking/seats, expected db/OPERATION/",
    "booking/01-seats, expected db/OPERATION/",
    "Booking/001-seats, expected db/OPERATION/",
    "booking/role, expected db/OPERATION/",
    "booking/002-seats, the next one is 001",
  })
  void misplacedFileIsNamed(String file, String reason) throws Exception {
    assertThatThrownBy(() -> functions(Map.of(file, SEATS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(folder.toString(), "db/" + file + ".sql: ", reason);
  }

  /// It would be recorded as applied although what follows may still fail.
  @ParameterizedTest
  @ValueSource(strings = {"COMMIT;", "SELECT 1; commit;", "ROLLBACK AND CHAIN;"})
  void scriptThatEndsItsTransactionIsRefused(String end) {
    assertThatThrownBy(() -> functions(Map.of("booking/001-seats", SEATS + "\n" + end + "\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("db/booking/001-seats.sql: ", "COMMIT");
  }

  private void withDemo(DatabaseAddress owner, List<OperationTables> functions) {
    DatabasePreparation.prepareWithDemoData(owner, "secret", functions, applied::add);
  }

  private DatabaseMigration migration(Map<String, String> scripts) throws IOException {
    return new DatabaseMigration(functions(scripts));
  }

  /// Adds scripts to those of a function.
  private List<OperationTables> functions(Map<String, String> scripts) throws IOException {
    for (Map.Entry<String, String> script : scripts.entrySet()) {
      Path file = folder.resolve("db").resolve(script.getKey() + ".sql");
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, script.getValue());
    }
    return TableScripts.in(List.of(folder));
  }

  private static DatabaseAddress create(String name) throws SQLException {
    run(server.owner(), "CREATE DATABASE " + name);
    return server.owner().named(name);
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
}
