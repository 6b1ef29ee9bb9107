package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.host.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A stack starts, stops, recovers, and keeps its data, on its own database or another one.
@Execution(ExecutionMode.CONCURRENT)
class StackLifeTest {
  private static final Duration WITH_A_PAGE_OPEN_MAX = Duration.ofSeconds(10);

  @TempDir Path folder;
  private Path data;
  private StackPlace place;

  @BeforeEach
  void choose() throws Exception {
    data = folder.resolve("data");
    place = StackPlace.in(data);
  }

  private CommandProcess start(String... more) throws Exception {
    return CommandProcess.run(place.start(more));
  }

  private Connection database(String user, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + place.databasePort() + "/interlock", user, password);
  }

  private int status() throws Exception {
    return status(Tokens.of(data.resolve("issuer.pem"), place.url()).valid());
  }

  private int status(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(place.url() + "/echo/a"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void stackRunsUntilItIsStoppedAndKeepsItsData() throws Exception {
    try (CommandProcess stack = start().awaitReady()) {
      assertThat(stack.out().lines().toList().getLast())
          .isEqualTo("ready http://127.0.0.1:" + place.port());
      assertThat(stack.out().lines().filter(line -> line.startsWith("curl "))).hasSize(3);
      try (CommandProcess token = CommandProcess.run("token", "alice", "--data", data.toString())) {
        assertThat(token.exit()).as(token.err()).isZero();
        assertThat(status(token.out().strip())).isEqualTo(200);
      }
      CommandProcess.run(StackPlace.in(data).start()).assertRefused("in use");
      changeData();
      List<ProcessHandle> children = stack.descendants();
      assertThat(children).hasSizeGreaterThan(1);
      try (HttpClient browser = HttpClient.newHttpClient()) {
        assertThat(page(browser, "/").body().findFirst()).isPresent();
        HttpResponse<Stream<String>> events = page(browser, "/console/events");
        assertThat(events.body().findFirst()).isPresent();
        stack.process.destroy();
        assertThat(stack.exit(WITH_A_PAGE_OPEN_MAX)).isZero();
      }
      assertThat(children.stream().filter(ProcessHandle::isAlive)).isEmpty();
    }
    try (CommandProcess stack = start().awaitReady()) {
      try (Connection connection = database("interlock", "interlock");
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT currency FROM account WHERE status = 'closed'")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("XXX");
      }
      assertThat(stack.process.isAlive()).isTrue();
    }
  }

  private HttpResponse<Stream<String>> page(HttpClient browser, String path) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(place.url() + path)).build(), BodyHandlers.ofLines());
  }

  private void changeData() throws SQLException {
    try (Connection connection = database("interlock", "interlock");
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE account SET currency = 'XXX' WHERE status = 'closed'");
      ResultSet row = statement.executeQuery("SELECT pg_has_role('pg_signal_backend', 'USAGE')");
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
    }
    assertThatThrownBy(() -> database("interlock", "wrong"))
        .isInstanceOf(SQLException.class)
        .extracting(failure -> ((SQLException) failure).getSQLState())
        .isEqualTo("28P01");
  }

  @Test
  void functionsOfAKilledStackEndAndTheNextStartRecovers() throws Exception {
    try (CommandProcess killed = start().awaitReady()) {
      assertThat(status()).isEqualTo(200);
      List<ProcessHandle> functions =
          killed.descendants().stream()
              .filter(each -> each.info().command().orElse("").endsWith("java"))
              .toList();
      assertThat(functions).hasSize(1);
      killed.process.destroyForcibly();
      killed.exit();
      Awaitility.await().until(() -> functions.stream().noneMatch(ProcessHandle::isAlive));
      database("interlock", "interlock").close();
    }
    try (CommandProcess next = start().awaitReady()) {
      assertThat(status()).isEqualTo(200);
      assertThat(next.process.isAlive()).isTrue();
    }
  }

  @Test
  void freshEmptiesOnlyADataFolder() throws Exception {
    try (CommandProcess stack = start().awaitReady()) {
      changeData();
      String free = Integer.toString(FreePort.choose());
      CommandProcess.run("start", "--fresh", "--data", data.toString(), "--port", free)
          .assertRefused("in use");
      assertThat(stack.process.isAlive()).isTrue();
    }
    String key = Files.readString(data.resolve("issuer.pem"));
    try (CommandProcess stack = start("--fresh").awaitReady()) {
      assertThat(stack.process.isAlive()).isTrue();
      assertThat(Files.readString(data.resolve("issuer.pem"))).isNotEqualTo(key);
      try (Connection connection = database("interlock", "interlock");
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT 1 FROM account WHERE currency = 'XXX'")) {
        assertThat(row.next()).isFalse();
      }
    }
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "mine");
    CommandProcess.run(StackPlace.in(foreign).start("--fresh")).assertRefused("--fresh");
    assertThat(foreign).isDirectoryContaining("glob:**/thesis.txt");
  }

  @Test
  void startWorksWithAnotherDatabase() throws Exception {
    try (LocalFunctions other = LocalFunctions.startFresh(CommandProcess.ROOT);
        Connection owner = DriverManager.getConnection(other.ownerConnectionUrl());
        Statement statement = owner.createStatement()) {
      statement.execute("CREATE DATABASE elsewhere");
      String url = other.ownerConnectionUrl().replace("/interlock?", "/elsewhere?");
      try (CommandProcess stack = start("--database", url).awaitReady()) {
        // The role is there already, with a password that this folder does not know.
        assertThat(stack.err()).contains("functions connect as interlock:");
        assertThat(status()).isEqualTo(200);
        assertThat(stack.descendants()).hasSize(1);
        assertThat(resources(url)).isZero();
      }
      // The creator of a role does not have its rights.
      statement.execute("GRANT interlock_function TO interlock");
      statement.execute("DROP OWNED BY interlock_function");
      try (Connection elsewhere = DriverManager.getConnection(url);
          Statement there = elsewhere.createStatement()) {
        there.execute("DROP OWNED BY interlock_function");
        there.execute("DROP ROLE interlock_function");
      }
      for (int round = 0; round < 2; round++) {
        try (CommandProcess stack = start("--database", url, "--demo").awaitReady()) {
          assertThat(stack.err()).doesNotContain("functions connect as");
          assertThat(status()).isEqualTo(200);
          assertThat(resources(url)).isPositive();
        }
      }
    }
  }

  private static long resources(String url) throws SQLException {
    try (Connection owner = DriverManager.getConnection(url);
        Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM resource")) {
      row.next();
      return row.getLong(1);
    }
  }
}
