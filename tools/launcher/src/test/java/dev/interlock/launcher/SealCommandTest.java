package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.database.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
    String[] arguments = new String[5 + more.length];
    arguments[0] = "audit";
    arguments[1] = "--database";
    arguments[2] = owner.jdbcUrl();
    arguments[3] = "--seal";
    arguments[4] = seal.toString();
    System.arraycopy(more, 0, arguments, 5, more.length);
    return CommandProcess.run(arguments);
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
      assertThat(first.out()).contains("\nsealed: ").contains("69 invariants, 0 broken");
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
    assertRefused(audit(other), "--seal " + other + ": " + reason);
    assertThat(Files.readString(other)).isEqualTo(text);
  }

  @Test
  void sealOfAnotherDatabaseIsRefused() throws Exception {
    Path seal = folder.resolve("seal.json");
    try (CommandProcess first = audit(seal)) {
      assertThat(first.exit()).as(first.out() + first.err()).isZero();
    }
    execute("CREATE DATABASE elsewhere");
    String url = owner.named("elsewhere").jdbcUrl();
    assertRefused(
        CommandProcess.run("audit", "--database", url, "--seal", seal.toString()),
        "--seal " + seal + ": this is a seal of database interlock, not of elsewhere");
  }

  @Test
  void folderThatIsMissingIsRefused() throws Exception {
    assertRefused(audit(folder.resolve("absent/seal.json")), "no file can be written to");
  }

  private static void assertRefused(CommandProcess command, String reason) throws Exception {
    try (command) {
      assertThat(command.exit()).as(command.err()).isEqualTo(2);
      assertThat(command.err()).startsWith("interlock: ").contains(reason);
      assertThat(command.err().lines()).hasSize(1);
      assertThat(command.out()).isEmpty();
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
