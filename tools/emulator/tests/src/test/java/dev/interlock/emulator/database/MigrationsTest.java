package dev.interlock.emulator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases of every age come to the version of this code, or stay as they are.
class MigrationsTest {

  private static final Path SCRIPTS = Path.of("../../shared/src/main/resources/db");

  /// Everything that a script can create, in one text.
  private static final String CATALOG =
      """
      SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
        SELECT concat_ws(' ', 'column', attrelid::regclass, attnum, attname,
                         format_type(atttypid, atttypmod), attnotnull,
                         (SELECT collname FROM pg_collation c WHERE c.oid = attcollation),
                         (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
                           WHERE adrelid = attrelid AND adnum = attnum)) AS line
          FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
         WHERE relnamespace = 'public'::regnamespace AND attnum > 0
        UNION ALL
        SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT concat_ws(' ', viewname, definition) FROM pg_views WHERE schemaname = 'public'
        UNION ALL
        SELECT concat_ws(' ', oid::regclass, relacl) FROM pg_class
         WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT concat_ws(' ', oid::regprocedure, prosrc) FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
      ) lines
      """;

  private static final DatabaseMigration MIGRATION = new DatabaseMigration(List.of());

  private static final String ACCOUNTS =
      """
      SELECT string_agg(concat_ws(',', id, currency, balance, status, version), ' ' ORDER BY id)
        FROM account
      """;

  private static final String RECORD =
      "SELECT string_agg(version || ' ' || name, ', ' ORDER BY version) FROM interlock_migration";

  private static final Migration NEXT =
      new Migration(
          6,
          "006-next",
          """
          INSERT INTO interlock_migration (version, name) VALUES (6, 'next');
          ALTER TABLE account ADD COLUMN ceiling bigint NOT NULL DEFAULT 0;
          """);

  @TempDir static Path folder;

  private static EmbeddedPostgres server;

  private final List<String> applied = new ArrayList<>();

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
  void everyScriptInTheFolderIsApplied() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS.resolve("migrations"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".sql", "")))
          .containsExactlyInAnyOrderElementsOf(Migrations.SHIPPED.names());
    }
    assertThat(Migrations.SHIPPED.names()).isSorted();
  }

  /// A script without it at its start would be run by two sessions at once, or twice by psql.
  @Test
  void everyScriptBeginsWithItsRecord() {
    for (String name : Migrations.SHIPPED.names().subList(1, Migrations.SHIPPED.names().size())) {
      Migration script = Migration.shipped(name);
      assertThat(script.sql().replaceAll("(?m)^(--.*)?\n", ""))
          .as(name)
          .startsWith(
              "INSERT INTO interlock_migration (version, name) VALUES (%d, '%s');"
                  .formatted(script.version(), name.replaceFirst("^\\d{3}-", "")));
    }
  }

  /// Someone who runs schema.sql with psql would otherwise get other tables.
  @Test
  void schemaScriptMakesWhatTheMigrationsMake() throws Exception {
    DatabaseAddress migrated = create("migrated");
    MIGRATION.run(migrated, applied::add);
    DatabaseAddress byHand = create("by_hand");
    run(byHand, script("schema"), script("postgresql"));

    assertThat(applied).isEqualTo(Migrations.SHIPPED.names());
    assertThat(text(byHand, CATALOG)).isEqualTo(text(migrated, CATALOG));
    assertThat(text(byHand, RECORD)).isEqualTo(text(migrated, RECORD));
    assertThat(MIGRATION.pending(byHand)).isEmpty();
  }

  @Test
  void secondRunHasNothingToDo() throws Exception {
    DatabaseAddress owner = create("twice");
    MIGRATION.run(owner, applied::add);
    String catalog = text(owner, CATALOG);
    MIGRATION.run(owner, name -> assertThat(name).as("applied again").isNull());
    assertThat(text(owner, CATALOG)).isEqualTo(catalog);
  }

  @Test
  void tablesFromBeforeTheRecordAreThoseOfVersion1AndKeepTheirRows() throws Exception {
    DatabaseAddress owner = unrecorded("unrecorded");
    run(owner, demoOfVersion1());
    String rows = text(owner, ACCOUNTS);
    assertThat(MIGRATION.wouldChangeTables(owner)).isTrue();
    MIGRATION.run(owner, applied::add);

    assertThat(applied)
        .containsExactly(
            "000-history", "002-journals", "003-openings", "004-operations", "005-holds");
    assertThat(text(owner, RECORD))
        .isEqualTo("1 tables, 2 journals, 3 openings, 4 operations, 5 holds");
    assertThat(text(owner, ACCOUNTS)).isEqualTo(rows);
  }

  /// Functions may connect as a user who may use the tables and nothing else.
  @Test
  void userWhoDoesNotOwnTablesThatAreUpToDateCanUseThem() throws Exception {
    DatabaseAddress owner = create("lent");
    MIGRATION.run(owner, applied::add);
    run(
        owner,
        "CREATE ROLE tenant LOGIN PASSWORD 'tenant'",
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO tenant");
    DatabaseAddress tenant = owner.as("tenant", "tenant");
    assertThat(DatabasePreparation.prepare(tenant, "secret", applied::add).functions())
        .isEqualTo(tenant);
  }

  @Test
  void nextMigrationIsAppliedToTablesWithRows() throws Exception {
    DatabaseAddress owner = unrecorded("old");
    run(owner, demoOfVersion1());
    try (SqlSession session = SqlSession.open(owner)) {
      Migrations next = with(NEXT);
      assertThat(next.wouldChangeTables(session)).isTrue();
      next.apply(session, applied::add);
      assertThat(next.wouldChangeTables(session)).isFalse();
    }
    assertThat(applied)
        .containsExactly(
            "000-history",
            "002-journals",
            "003-openings",
            "004-operations",
            "005-holds",
            "006-next");
    assertThat(text(owner, "SELECT count(*) FROM account WHERE ceiling = 0")).isEqualTo("6");
    // Both come from postgresql.sql, which these tables had not got.
    assertThat(text(owner, "SELECT to_regproc('interlock_queue') IS NOT NULL")).isEqualTo("t");
    assertThat(
            text(
                owner,
                "SELECT collation_name FROM information_schema.columns WHERE column_name ="
                    + " 'principal' AND table_name = 'permission'"))
        .isEqualTo("C");
  }

  /// A psql without `-1` would leave half of it; the same statements in a transaction leave
  /// nothing.
  @Test
  void failingMigrationLeavesTheVersionBefore() throws Exception {
    DatabaseAddress owner = create("failing");
    MIGRATION.run(owner, applied::add);
    String before = text(owner, CATALOG);
    Migration half = new Migration(6, "006-half", NEXT.sql() + "SELECT 1 / 0;");
    try (SqlSession session = SqlSession.open(owner)) {
      assertThatThrownBy(() -> with(half).apply(session, applied::add))
          .isInstanceOf(MigrationFailedException.class)
          .hasMessageContainingAll("006-half", "division by zero")
          .extracting(failure -> ((MigrationFailedException) failure).sqlState())
          .isEqualTo("22012");
    }
    assertThat(applied).doesNotContain("006-half");
    assertThat(text(owner, CATALOG)).isEqualTo(before);
    assertThat(text(owner, RECORD))
        .isEqualTo("1 tables, 2 journals, 3 openings, 4 operations, 5 holds");
  }

  /// It would be applied again and again.
  @Test
  void migrationThatDoesNotRecordItselfIsRolledBack() throws Exception {
    DatabaseAddress owner = create("forgetful");
    MIGRATION.run(owner, applied::add);
    Migration forgetful = new Migration(6, "006-forgetful", "CREATE TABLE forgotten ()");
    try (SqlSession session = SqlSession.open(owner)) {
      assertThatThrownBy(() -> with(forgetful).apply(session, applied::add))
          .hasMessageContaining("006-forgetful does not record itself");
    }
    assertThat(text(owner, "SELECT to_regclass('forgotten') IS NULL")).isEqualTo("t");
  }

  @Test
  void listingWhatIsPendingChangesNothing() throws Exception {
    for (DatabaseAddress owner : List.of(create("listed"), unrecorded("listed_old"))) {
      String before = String.valueOf(text(owner, CATALOG));
      assertThat(MIGRATION.pending(owner)).isNotEmpty();
      assertThat(String.valueOf(text(owner, CATALOG))).isEqualTo(before);
    }
  }

  @Test
  void laterVersionIsRefusedBeforeAnythingIsChanged() throws Exception {
    DatabaseAddress owner = create("later");
    run(owner, script("schema"), "INSERT INTO interlock_migration VALUES (7, 'later')");
    String before = text(owner, CATALOG);
    String reason = "its tables are of version 7, and this version knows 5";
    assertThatThrownBy(() -> MIGRATION.run(owner, applied::add)).hasMessage(reason);
    assertThatThrownBy(() -> MIGRATION.pending(owner)).hasMessage(reason);
    assertThatThrownBy(() -> DatabasePreparation.prepare(owner, "secret", applied::add))
        .isInstanceOf(NewerTablesException.class);
    assertThat(applied).isEmpty();
    assertThat(text(owner, CATALOG)).isEqualTo(before);
  }

  /// The second waits at its first statement, in which the first has inserted the same key.
  @Test
  void secondSessionWaitsForTheFirstAndAppliesNothing() throws Exception {
    DatabaseAddress owner = create("contended");
    MIGRATION.run(owner, applied::add);
    applied.clear();
    try (Connection first = owner.connect();
        Statement statement = first.createStatement();
        SqlSession second = SqlSession.open(owner);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      first.setAutoCommit(false);
      statement.execute(NEXT.sql());
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() -> apply(with(NEXT), second), thread);
      Awaitility.await()
          .until(() -> text(owner, "SELECT count(*) FROM pg_locks WHERE NOT granted").equals("1"));
      assertThat(waiting).isNotDone();
      first.commit();
      waiting.get(30, TimeUnit.SECONDS);
    }
    assertThat(applied).isEmpty();
    assertThat(text(owner, RECORD))
        .isEqualTo("1 tables, 2 journals, 3 openings, 4 operations, 5 holds, 6 next");
  }

  @Test
  void sessionsThatStartTogetherApplyEachMigrationOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 5; round++) {
        DatabaseAddress owner = create("together" + round);
        List<String> all = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> runs =
            Stream.generate(
                    () -> CompletableFuture.runAsync(() -> MIGRATION.run(owner, all::add), threads))
                .limit(4)
                .toList();
        CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(all).containsExactlyInAnyOrderElementsOf(Migrations.SHIPPED.names());
      }
    }
  }

  /// A call that waits for a table behind the migration would run out of time.
  @Test
  void migrationGivesUpATableThatIsInUse() throws Exception {
    DatabaseAddress owner = create("busy");
    MIGRATION.run(owner, applied::add);
    try (Connection reader = owner.connect();
        Statement statement = reader.createStatement();
        SqlSession session = SqlSession.open(owner)) {
      session.execute("SET statement_timeout = '20s'");
      reader.setAutoCommit(false);
      statement.execute("LOCK TABLE account IN ACCESS SHARE MODE");
      assertThatThrownBy(() -> with(NEXT).apply(session, applied::add))
          .isInstanceOf(MigrationFailedException.class)
          .extracting(failure -> ((MigrationFailedException) failure).sqlState())
          .isEqualTo("55P03");
    }
    assertThat(text(owner, RECORD))
        .isEqualTo("1 tables, 2 journals, 3 openings, 4 operations, 5 holds");
  }

  @Test
  void userWithoutRightsIsRefused() throws Exception {
    DatabaseAddress owner = create("foreign_owner");
    run(owner, "CREATE ROLE intern LOGIN PASSWORD 'intern'");
    assertThatThrownBy(() -> MIGRATION.run(owner.as("intern", "intern"), applied::add))
        .isInstanceOf(MigrationFailedException.class)
        .extracting(failure -> ((MigrationFailedException) failure).sqlState())
        .isEqualTo("42501");
    assertThatThrownBy(() -> MIGRATION.pending(owner.as("intern", "wrong")))
        .hasMessageStartingWith("database " + owner.url());
  }

  private static Migrations with(Migration next) {
    return new Migrations(
        Stream.concat(Migrations.SHIPPED.names().stream().map(Migration::shipped), Stream.of(next))
            .toList());
  }

  private void apply(Migrations migrations, SqlSession session) {
    try {
      migrations.apply(session, applied::add);
    } catch (SQLException | IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static DatabaseAddress create(String name) throws SQLException {
    run(server.owner(), "CREATE DATABASE " + name);
    return server.owner().named(name);
  }

  /// Tables of version 1 as they were made before migrations were recorded.
  private static DatabaseAddress unrecorded(String name) throws SQLException, IOException {
    DatabaseAddress owner = create(name);
    String first = script("migrations/001-tables");
    run(owner, first.replaceFirst("(?m)^INSERT INTO interlock_migration .*$", ""));
    return owner;
  }

  private static String demoOfVersion1() throws IOException {
    return Files.readString(Path.of("tests/src/test/resources/demo-of-version-1.sql"));
  }

  private static String script(String name) throws IOException {
    return Files.readString(SCRIPTS.resolve(name + ".sql"));
  }

  private static void run(DatabaseAddress address, String... scripts) throws SQLException {
    try (Connection connection = address.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : scripts) {
        statement.execute(sql);
      }
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
