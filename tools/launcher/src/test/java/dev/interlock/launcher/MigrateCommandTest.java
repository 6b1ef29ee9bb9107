package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.database.Database;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// `./interlock migrate` on new, old, later and unusable databases.
@Execution(ExecutionMode.CONCURRENT)
class MigrateCommandTest {
  private static final Path SCRIPTS = CommandProcess.ROOT.resolve("shared/src/main/resources/db");
  private static final String GRANTED = "granted the functions' role its rights";

  private static final String LATER = "INSERT INTO interlock_migration VALUES (7, 'later')";

  /// What a back office did with SQL when there was no other way: it reopened an account, closed
  /// one with money in it, revoked a role, and gave two grants that have expired. One is renewed
  /// later.
  private static final String OF_THE_BACK_OFFICE =
      """
      UPDATE account SET status = 'closed' WHERE id = 'a0000000-0000-4000-8000-000000000002';
      UPDATE account SET status = 'open' WHERE id = 'a0000000-0000-4000-8000-000000000002';
      UPDATE account SET status = 'closed' WHERE id = 'a0000000-0000-4000-8000-000000000004';
      INSERT INTO permission_entry
        (resource_id, acl_version, principal, previous_role, role) VALUES
        ('a0000000-0000-4000-8000-000000000006', 1, 'alice', 'operator', 'none');
      UPDATE permission SET role = 'none'
       WHERE resource_id = 'a0000000-0000-4000-8000-000000000006' AND principal = 'alice';
      UPDATE resource SET acl_version = 1 WHERE id = 'a0000000-0000-4000-8000-000000000006';
      INSERT INTO permission (resource_id, principal, role, expires_at) VALUES
        ('a0000000-0000-4000-8000-000000000001', 'erin', 'operator', '2020-01-01T00:00:00Z'),
        ('a0000000-0000-4000-8000-000000000001', 'fred', 'operator', '2020-01-01T00:00:00Z');
      """;

  private static LocalFunctions server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = LocalFunctions.startFresh(CommandProcess.ROOT);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /// Transfers of the version before, a part of them archived, keep their answers.
  @Test
  void databaseOfTheVersionBeforeKeepsItsHistoryAndItsAnswers() throws Exception {
    DatabaseAddress owner = create("before");
    run(
        owner,
        unrecordedTables(),
        script("postgresql"),
        rolesOfVersion1(),
        demoOfVersion1(),
        OF_THE_BACK_OFFICE);
    grantAndRevoke(owner);
    // Read by the statement of this version, which stands in for that of the version before.
    run(owner, "ALTER TABLE account ADD COLUMN held bigint NOT NULL DEFAULT 0");
    List<Integer> amounts = List.of(1, 2, 99_999_999);
    List<Answer> answers = amounts.stream().map(amount -> transfer(owner, amount)).toList();
    run(owner, script("archive").replace(":'until'", "clock_timestamp()"));
    answers = Stream.concat(answers.stream(), Stream.of(transfer(owner, 3))).toList();
    assertThat(text(owner, "SELECT count(*) FROM idempotency_archive")).isEqualTo("7");
    run(owner, "ALTER TABLE account DROP COLUMN held");

    String before = contents(owner);
    assertPrints(
        migrate(owner, "--dry-run"),
        "would apply 000-history",
        "would apply 002-journals",
        "would apply 003-openings",
        "would apply 004-operations",
        "would apply 005-holds",
        "would grant the functions' role its rights");
    assertThat(contents(owner)).isEqualTo(before);
    assertRefused(
        CommandProcess.run("audit", "--database", owner.jdbcUrl()), 2, owner.url(), "migrate");
    assertPrints(
        migrate(owner),
        "applied 000-history",
        "applied 002-journals",
        "applied 003-openings",
        "applied 004-operations",
        "applied 005-holds",
        GRANTED);
    assertPrints(migrate(owner), "nothing to do");
    assertPrints(migrate(owner, "--dry-run"), "nothing to do");

    List<Answer> replays =
        Stream.of(1, 2, 99_999_999, 3).map(amount -> transfer(owner, amount)).toList();
    assertThat(replays)
        .extracting(Answer::bodyText)
        .isEqualTo(answers.stream().map(Answer::bodyText).toList());
    assertThat(replays).extracting(Answer::status).containsExactly(201, 201, 409, 201);
    try (CommandProcess audit = CommandProcess.run("audit", "--database", owner.jdbcUrl())) {
      assertThat(audit.exit()).as(audit.out()).isZero();
    }
  }

  @Test
  void newDatabaseGetsEveryMigration() throws Exception {
    DatabaseAddress owner = create("empty");
    assertPrints(migrate(owner), lines("applied ", GRANTED));
    assertThat(text(owner, "SELECT has_table_privilege('interlock_function', 'account', 'SELECT')"))
        .isEqualTo("t");
  }

  /// A stack starts on what was migrated, and refuses what a later version has migrated.
  @Test
  void stackStartsOnItsMigratedData() throws Exception {
    Path data = folder.resolve("data");
    String[] own = {"migrate", "--data", data.toString()};
    assertPrints(
        CommandProcess.run("migrate", "--dry-run", "--data", data.toString()),
        lines("would apply "));
    assertThat(data).doesNotExist();
    assertPrints(CommandProcess.run(own), lines("applied "));
    assertPrints(CommandProcess.run(own), "nothing to do");
    int port = FreePort.choose();
    String[] start = {
      "start",
      "--data",
      data.toString(),
      "--port",
      "" + FreePort.choose(),
      "--database-port",
      "" + port
    };
    try (CommandProcess stack = CommandProcess.run(start).awaitReady()) {
      assertThat(stack.err()).doesNotContain("functions connect as");
      assertPrints(CommandProcess.run(own), "nothing to do");
      run(DatabaseAddress.here(port, "interlock", "interlock", "interlock"), LATER);
    }
    assertRefused(CommandProcess.run(start), 2, "data folder " + data, "version 7", "--data");
    assertRefused(CommandProcess.run(own), 2, "version 7");
  }

  @Test
  void laterVersionIsRefusedBeforeAFunctionStarts() throws Exception {
    DatabaseAddress owner = create("later");
    run(owner, script("schema"), LATER);
    String reason = "its tables are of version 7, and this version knows 5";
    assertRefused(migrate(owner), 2, owner.url(), reason);
    assertRefused(migrate(owner, "--dry-run"), 2, owner.url(), reason);
    CommandProcess start =
        CommandProcess.run(
            "start",
            "--database",
            owner.jdbcUrl(),
            "--data",
            folder.resolve("data").toString(),
            "--port",
            "" + FreePort.choose());
    assertRefused(start, 2, owner.url(), reason);
  }

  @Test
  void whatCannotBeMigratedIsNamedOnOneLine() throws Exception {
    DatabaseAddress taken = create("taken");
    run(taken, "CREATE TABLE stock_entry_archive (in_the_way int)");
    assertRefused(migrate(taken), 1, taken.url(), "001-tables", "stock_entry_archive");
    assertThat(text(taken, "SELECT to_regclass('account') IS NULL")).isEqualTo("t");

    DatabaseAddress nobody = DatabaseAddress.here(FreePort.choose(), "d", "u", "p");
    assertRefused(migrate(nobody), 2, nobody.url());
    assertRefused(migrate(nobody, "--dry-run"), 2, nobody.url());

    DatabaseAddress owner = create("theirs");
    run(owner, "CREATE ROLE reader LOGIN PASSWORD 'reader'");
    assertRefused(migrate(owner.as("reader", "reader")), 2, owner.url(), "permission denied");

    DatabaseAddress busy = create("busy");
    run(busy, script("migrations/000-history"));
    try (Connection other = busy.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("INSERT INTO interlock_migration (version) VALUES (1)");
      assertRefused(migrate(busy), 3, busy.url(), "001-tables", "lock timeout");
    }
  }

  /// The tables are migrated, so what is left to do is to run the script of the role.
  @Test
  void ownerWhoMayNotCreateRolesIsTold() throws Exception {
    DatabaseAddress owner = create("plain");
    run(owner, "CREATE ROLE plain LOGIN PASSWORD 'plain'; GRANT CREATE ON SCHEMA public TO plain");
    DatabaseAddress plain = owner.as("plain", "plain");
    try (CommandProcess migrate = migrate(plain)) {
      assertThat(migrate.exit()).isEqualTo(2);
      assertThat(migrate.out().lines()).containsExactly(lines("applied "));
      assertThat(migrate.err().lines()).singleElement().asString().contains("roles: ERROR: ");
    }
    assertPrints(migrate(plain), "nothing to do");
  }

  /// A line for each migration, and then others.
  private static String[] lines(String verb, String... more) {
    return Stream.concat(
            Stream.of(
                    "000-history",
                    "001-tables",
                    "002-journals",
                    "003-openings",
                    "004-operations",
                    "005-holds")
                .map(verb::concat),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static CommandProcess migrate(DatabaseAddress owner, String... more) throws IOException {
    List<String> line =
        Stream.concat(Stream.of("migrate", "--database", owner.jdbcUrl()), Stream.of(more))
            .toList();
    return CommandProcess.run(line.toArray(String[]::new));
  }

  private static void assertPrints(CommandProcess command, String... lines) throws Exception {
    try (command) {
      assertThat(command.exit()).as(command.err()).isZero();
      assertThat(command.out().lines()).containsExactly(lines);
      assertThat(command.err()).isEmpty();
    }
  }

  private static void assertRefused(CommandProcess command, int exit, String... words)
      throws Exception {
    try (command) {
      assertThat(command.exit()).as(command.err()).isEqualTo(exit);
      assertThat(command.err().lines())
          .singleElement()
          .asString()
          .startsWith("interlock: ")
          .contains(words);
    }
  }

  /// The tables as they were made before migrations were recorded.
  private static String unrecordedTables() throws IOException {
    return script("migrations/001-tables")
        .replaceFirst("(?m)^INSERT INTO interlock_migration .*$", "");
  }

  /// Alice grants, changes and revokes a role, and renews the grant of one that has expired.
  private static void grantAndRevoke(DatabaseAddress owner) {
    List<Map.Entry<String, String>> changes =
        List.of(
            Map.entry("gina", "viewer"),
            Map.entry("gina", "operator"),
            Map.entry("gina", "none"),
            Map.entry("fred", "viewer"));
    for (int version = 0; version < changes.size(); version++) {
      try (Database functions = Database.of(environment(owner))) {
        Answer answer =
            Answer.of(
                new PermissionChangeHandler(new StatementRunner(functions)),
                Event.post("/permission-changes")
                    .caller("alice")
                    .key("change-" + version)
                    .header("if-match", "\"" + version + "\"")
                    .body(
                        """
                        {"resource": "a0000000-0000-4000-8000-000000000001",
                         "principal": "%s", "role": "%s"}
                        """
                            .formatted(
                                changes.get(version).getKey(), changes.get(version).getValue()))
                    .json());
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
      }
    }
  }

  private static Map<String, String> environment(DatabaseAddress owner) {
    return Map.of(
        "DATABASE_URL",
        owner.url(),
        "DATABASE_USER",
        owner.user(),
        "DATABASE_PASSWORD",
        owner.password());
  }

  /// The amount is the key.
  private static Answer transfer(DatabaseAddress owner, int amount) {
    String body =
        """
        {"from": "a0000000-0000-4000-8000-000000000001", "to": "a0000000-0000-4000-8000-000000000002",
         "amount": %d, "currency": "EUR"}
        """
            .formatted(amount);
    try (Database functions = Database.of(environment(owner))) {
      return Answer.of(
          new TransferHandler(new StatementRunner(functions)),
          Event.post("/transfers").caller("alice").key("key-" + amount).body(body).json());
    }
  }

  /// Every object and every row.
  private static String contents(DatabaseAddress owner) throws SQLException {
    return text(
        owner,
        """
        SELECT string_agg(
          concat_ws(' ', c.oid::regclass, c.relkind, c.relacl, CASE WHEN c.relkind = 'r' THEN
            query_to_xml('SELECT * FROM ' || c.oid::regclass || ' t ORDER BY t', true, false, '') END),
          E'\\n' ORDER BY c.oid)
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
        """);
  }

  private static DatabaseAddress create(String name) throws SQLException {
    DatabaseAddress owner = DatabaseAddress.parse(server.ownerConnectionUrl());
    run(owner, "CREATE DATABASE " + name);
    return owner.named(name);
  }

  private static String demoOfVersion1() throws IOException {
    return Files.readString(
        CommandProcess.ROOT.resolve(
            "tools/emulator/tests/src/test/resources/demo-of-version-1.sql"));
  }

  /// Without the tables and columns that later versions brought.
  private static String rolesOfVersion1() throws IOException {
    return script("roles")
        .replace("hold, reservation_line, ", "")
        .replaceAll("(?m)^GRANT .* ON (hold|reservation_line) .*$", "")
        .replaceAll("(?<=[(]balance, )held, |(?<=[(]on_hand, )reserved, ", "");
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
