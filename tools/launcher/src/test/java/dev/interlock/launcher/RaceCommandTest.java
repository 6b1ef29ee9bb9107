package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.database.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `race` prints, refuses and leaves behind.
class RaceCommandTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  @TempDir Path folder;

  private List<String> inTemporaryFolder() {
    return List.of("JDK_JAVA_OPTIONS=-Djava.io.tmpdir=" + folder);
  }

  private static JsonNode way(JsonNode report, String name) {
    for (JsonNode way : report.at("/races/0/ways")) {
      if (way.get("way").asText().equals(name)) {
        return way;
      }
    }
    throw new AssertionError("no way " + name + " in " + report);
  }

  @Test
  void jsonTellsEveryStepAndThePictureWhatWasPrinted() throws Exception {
    Path picture = folder.resolve("race.svg");
    try (CommandProcess race =
        CommandProcess.run(
            inTemporaryFolder(), "race", "oversell", "--json", "--svg", picture.toString())) {
      assertThat(race.exit()).as(race.err()).isZero();
      JsonNode report = new ObjectMapper().readTree(race.out());
      JsonNode usual = way(report, "read-modify-write-rc");
      assertThat(usual.get("harmed").asBoolean()).isTrue();
      assertThat(usual.get("verdict").asText()).isEqualTo("sold 2 of 1");
      assertThat(usual.get("steps").findValuesAsText("step"))
          .containsSubsequence(
              "rows-held",
              "rows-read",
              "lock-awaited",
              "rows-released",
              "commit-sent",
              "rows-left");
      JsonNode interlock = way(report, "interlock");
      assertThat(interlock.get("harmed").asBoolean()).isFalse();
      assertThat(interlock.get("replies").findValuesAsText("answer"))
          .containsExactlyInAnyOrder("201", "409 insufficient-stock");
    }
    assertThat(picture)
        .content()
        .startsWith("<svg")
        .contains("$ ./interlock race oversell", ">LOST</tspan>", "prefers-color-scheme: dark")
        .doesNotContain("http://www.w3.org/1999", "<script");
    assertThat(children()).containsExactly(picture);
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(each -> !each.toString().contains("hsperfdata")).toList();
    }
  }

  @Test
  void aSignalLeavesNothingBehind() throws Exception {
    try (CommandProcess race = CommandProcess.run(inTemporaryFolder(), "race")) {
      Awaitility.await().atMost(WAIT_MAX).until(() -> race.out().contains("DOUBLE SPEND"));
      List<ProcessHandle> server = race.descendants();
      race.process.destroy();
      assertThat(race.exit()).isEqualTo(143);
      assertThat(server).isNotEmpty().noneMatch(ProcessHandle::isAlive);
      assertThat(race.err()).doesNotContain("interlock:", "Exception");
    }
    assertThat(children()).isEmpty();
  }

  @Test
  void anotherServerIsLeftAsItWas() throws Exception {
    try (LocalFunctions functions = LocalFunctions.startFresh(CommandProcess.ROOT)) {
      DatabaseAddress owner = DatabaseAddress.parse(functions.ownerConnectionUrl());
      List<String> before = everything(owner);
      try (CommandProcess race =
          CommandProcess.run("race", "double-spend", "--database", owner.jdbcUrl())) {
        assertThat(race.exit()).as(race.err()).isZero();
        assertThat(race.out())
            .contains("Interlock  ", "paid out 80 of 100")
            .doesNotContain("\u001b");
      }
      assertThat(everything(owner)).isEqualTo(before);
      assertWithoutTheRightRefused(owner);
    }
  }

  private static void assertWithoutTheRightRefused(DatabaseAddress owner) throws Exception {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE spectator LOGIN PASSWORD 'x'");
    }
    String url = owner.as("spectator", "x").jdbcUrl();
    CommandProcess.run("race", "double-spend", "--database", url)
        .assertRefused("spectator may not create databases", "CREATEDB");
  }

  private static List<String> everything(DatabaseAddress owner) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT datname::text FROM pg_database
                UNION ALL SELECT rolname::text FROM pg_roles
                UNION ALL SELECT a::text FROM account a
                UNION ALL SELECT p::text FROM permission p
                UNION ALL SELECT i::text FROM idempotency i
                ORDER BY 1
                """)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  @Test
  void wrongUseIsRefused() throws Exception {
    CommandProcess.run("race", "duble-spend").assertRefused("Did you mean double-spend?");
    CommandProcess.run("race", "chess").assertRefused("lost-update, double-spend");
    CommandProcess.run(
            "race", "--database", "postgresql://u:p@db.example.com/x?sslmode=verify-full")
        .assertRefused("--database must be on this machine");
  }
}
