package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.database.DatabaseAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `./interlock audit --seal` from the first night to the night on which it finds something.
@Execution(ExecutionMode.CONCURRENT)
class SealCommandTest {
  private static LocalFunctions server;
  private static DatabaseAddress owner;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = LocalFunctions.startFresh(CommandProcess.ROOT);
    owner = DatabaseAddress.parse(server.ownerConnectionUrl());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static CommandProcess audit(Path seal, String... more) throws Exception {
    return CommandProcess.ofRepository(line(owner, seal, more));
  }

  private static String[] line(DatabaseAddress database, Path seal, String... more) {
    return Stream.concat(
            Stream.of("audit", "--database", database.jdbcUrl(), "--seal", seal.toString()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void sealIsWrittenThenReplacedAndLeftAloneOnceItIsBroken() throws Exception {
    Path seal = folder.resolve("seal.json");
    execute(
        """
        INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict,
          created_at)
        VALUES ('bob', 'transfer', 'k', sha256('k'), 'insufficient-funds', '2026-01-01T00:00:00Z')
        """);
    try (CommandProcess first = audit(seal)) {
      assertThat(first.exit()).as(first.out() + first.err()).isZero();
      assertThat(first.out()).contains("\nsealed: ").contains(" invariants, 0 broken");
    }
    String written = Files.readString(seal);
    try (CommandProcess second = audit(seal, "--json")) {
      assertThat(second.exit()).as(second.out() + second.err()).isZero();
      assertThat(second.out()).contains("\"seal\" : {");
    }
    String replaced = Files.readString(seal);
    assertThat(replaced).isNotEqualTo(written);

    execute("DELETE FROM idempotency WHERE idempotency_key = 'k'");
    try (CommandProcess third = audit(seal)) {
      assertThat(third.exit()).as(third.out() + third.err()).isEqualTo(1);
      assertThat(third.out())
          .contains("BROKEN: every sealed key and its answer, refusals included, are unchanged")
          .contains(
              "  removed: caller=bob operation=transfer idempotency_key=k"
                  + " created_at=2026-01-01 00:00:00+00")
          .doesNotContain("\nsealed: ");
      assertThat(third.err()).contains("no seal was written");
    }
    assertThat(Files.readString(seal)).isEqualTo(replaced);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(seal);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{}, this is not a seal",
    "no JSON, this is not a seal",
  })
  void otherFileIsRefusedAndLeftAlone(String text, String reason) throws Exception {
    Path other = Files.writeString(folder.resolve("other.json"), text);
    assertRefused(line(owner, other), "--seal " + other + ": " + reason);
    assertThat(Files.readString(other)).isEqualTo(text);
  }

  @Test
  void sealOfAnotherDatabaseIsRefused() throws Exception {
    Path seal = folder.resolve("seal.json");
    try (CommandProcess first = audit(seal)) {
      assertThat(first.exit()).as(first.out() + first.err()).isZero();
    }
    execute("CREATE DATABASE elsewhere");
    assertRefused(
        line(owner.named("elsewhere"), seal),
        "--seal " + seal + ": this is a seal of database interlock, not of elsewhere");
  }

  @Test
  void folderThatIsMissingIsRefused() throws Exception {
    assertRefused(line(owner, folder.resolve("absent/seal.json")), "no file can be written to");
  }

  /// In the tests' own JVM, which starts faster.
  private static void assertRefused(String[] line, String reason) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Interlock.commandLine(Map.of())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(line);
    assertThat(exit).as(err.toString()).isEqualTo(2);
    assertThat(err.toString()).startsWith("interlock: ").contains(reason);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
