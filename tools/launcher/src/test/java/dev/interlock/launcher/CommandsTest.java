package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.host.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The life of a stack as its user sees it, and the command lines that are refused.
@Execution(ExecutionMode.CONCURRENT)
class CommandsTest {
  @TempDir Path folder;
  private Path data;
  private int port;
  private int databasePort;

  @BeforeEach
  void choose() throws Exception {
    data = folder.resolve("data");
    port = FreePort.choose();
    databasePort = FreePort.choose();
  }

  private CommandProcess start(String... more) throws Exception {
    return start(data, more);
  }

  private CommandProcess start(Path where, String... more) throws Exception {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "start",
                "--data",
                where.toString(),
                "--port",
                Integer.toString(port),
                "--database-port",
                Integer.toString(databasePort)));
    arguments.addAll(List.of(more));
    return CommandProcess.run(arguments.toArray(String[]::new));
  }

  private static void assertRefused(CommandProcess command, String... words) throws Exception {
    try (command) {
      assertThat(command.exit()).as(command.err()).isEqualTo(2);
      assertThat(command.err().lines()).hasSize(1);
      assertThat(command.err()).startsWith("interlock: ");
      for (String word : words) {
        assertThat(command.err()).contains(word);
      }
      assertThat(command.out()).isEmpty();
    }
  }

  private Connection database(String user, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + databasePort + "/interlock", user, password);
  }

  private int status(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/echo/a"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private String token() throws Exception {
    try (CommandProcess token = CommandProcess.run("token", "alice", "--data", data.toString())) {
      assertThat(token.exit()).as(token.err()).isZero();
      return token.out().strip();
    }
  }

  @Test
  void stackRunsUntilItIsStoppedAndKeepsItsData() throws Exception {
    try (CommandProcess stack = start().awaitReady()) {
      assertThat(stack.out().lines().toList().getLast())
          .isEqualTo("ready http://127.0.0.1:" + port);
      assertThat(stack.out().lines().filter(line -> line.startsWith("curl "))).hasSize(3);
      assertThat(status(token())).isEqualTo(200);
      assertRefused(secondOnTheSameFolder(), "in use");
      changeData();
      List<ProcessHandle> children = stack.descendants();
      assertThat(children).hasSizeGreaterThan(1);
      stack.process.destroy();
      assertThat(stack.exit()).isZero();
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

  private CommandProcess secondOnTheSameFolder() throws Exception {
    return CommandProcess.run(
        "start",
        "--data",
        data.toString(),
        "--port",
        Integer.toString(FreePort.choose()),
        "--database-port",
        Integer.toString(FreePort.choose()));
  }

  private void changeData() throws SQLException {
    try (Connection connection = database("interlock", "interlock");
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE account SET currency = 'XXX' WHERE status = 'closed'");
      ResultSet row = statement.executeQuery("SELECT pg_has_role('pg_signal_backend', 'USAGE')");
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
    }
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> database("interlock", "wrong"))
        .isInstanceOf(SQLException.class)
        .extracting(failure -> ((SQLException) failure).getSQLState())
        .isEqualTo("28P01");
  }

  @Test
  void functionsOfAKilledStackEndAndTheNextStartRecovers() throws Exception {
    try (CommandProcess killed = start().awaitReady()) {
      assertThat(status(token())).isEqualTo(200);
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
      assertThat(status(token())).isEqualTo(200);
      assertThat(next.process.isAlive()).isTrue();
    }
  }

  @Test
  void freshEmptiesOnlyADataFolder() throws Exception {
    try (CommandProcess stack = start().awaitReady()) {
      changeData();
      String free = Integer.toString(FreePort.choose());
      assertRefused(
          CommandProcess.run("start", "--fresh", "--data", data.toString(), "--port", free),
          "in use");
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
    assertRefused(start(foreign, "--fresh"), "--fresh");
    assertThat(foreign).isDirectoryContaining("glob:**/thesis.txt");
  }

  @Test
  void aTakenPortIsRefusedAndNothingIsLeftBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String number = Integer.toString(taken.getLocalPort());
      assertRefused(start("--port", number), "port " + number, "taken");
      assertRefused(start("--database-port", number), "port " + number, "taken");
    }
    assertThat(data).doesNotExist();
  }

  @Test
  void anUnreachableDatabaseIsRefusedAndNothingIsLeftBehind() throws Exception {
    String address = "127.0.0.1:" + databasePort;
    assertRefused(start("--database", "postgresql://u:secret@" + address + "/x"), address);
    assertRefused(start("--database", "mysql://u:p@" + address + "/x"), "--database");
    String elsewhere = "postgresql://u:p@db.example.com/x?sslmode=require";
    assertRefused(start("--database", elsewhere), "--database", "verify-full");
    assertRefused(
        CommandProcess.run("audit", "--database", "postgresql://u:p@" + address + "/x"), "x");
    assertThat(data).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "begin",
        "start --prot 1",
        "start --port http",
        "start --port 0",
        "start --port 65536",
        "start --port 4000 --database-port 4000",
        "start --environments 0",
        "start --environments many",
        "start --cors-origins https://app.example.com/",
        "start --cors-origins app.example.com",
        "start now",
        "token",
        "token alice bob",
        "token alice --expires-in 1",
        "token alice --expires-in 0s",
        "token alice --expires-in -1h",
        "invoke EchoFunction",
        "invoke NoFunction -e build.gradle",
        "invoke EchoFunction -e no-such-file",
        "replay no-such-folder",
        "audit now",
        "audit --history no-such-file",
        "audit --clock-tolerance -1",
        "audit --clock-tolerance soon",
        "migrate now",
        "migrate --database mysql://u:p@127.0.0.1/d",
        "soak --minutes 0",
        "soak --report pom.xml",
        "soak --database postgresql://u:p@db.example.com/d",
        "soak --database postgresql://u:p@localhost,db.example.com/d?targetServerType=any",
        "start --database postgresql://u:p@127.0.0.1/d?host=db.example.com",
        "start --database postgresql://u:p@127.0.0.1/d?options=-c%20search_path%3Dapp",
        "start --database postgresql://u:p@db.example.com/d?sslrootcert=/nowhere.pem",
        "start --database postgresql://127.0.0.1/d",
        "invoke EchoFunction -e pom.xml --database jdbc:postgresql://u@127.0.0.1/d?service=x",
        "audit --database postgresql://u:p@127.0.0.1/d?SOCKETFACTORY=x"
      })
  void invalidCommandLineIsRefused(String line) throws Exception {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertRefused(CommandProcess.run(List.of("INTERLOCK_DATA=" + data), arguments));
    assertThat(data).doesNotExist();
  }

  @Test
  void variablesSetOptions() throws Exception {
    List<String> variables =
        List.of("INTERLOCK_DATA=" + data, "INTERLOCK_PORT=" + port, "INTERLOCK_ENVIRONMENTS=x");
    assertRefused(CommandProcess.run(variables, "start"), "--environments");
    try (CommandProcess token =
        CommandProcess.run(variables, "token", "carol", "--expires-in", "2d")) {
      assertThat(token.exit()).isZero();
      var claims = com.nimbusds.jwt.SignedJWT.parse(token.out().strip()).getJWTClaimsSet();
      assertThat(claims.getSubject()).isEqualTo("carol");
      assertThat(claims.getIssuer()).isEqualTo("http://127.0.0.1:" + port);
      assertThat(claims.getAudience()).containsExactly("interlock");
      assertThat(claims.getJWTID()).isNotEmpty();
      assertThat(claims.getExpirationTime().toInstant())
          .isEqualTo(claims.getIssueTime().toInstant().plus(java.time.Duration.ofDays(2)));
    }
    Path key = data.resolve("issuer.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void invokeSendsAnEventToOneFunction() throws Exception {
    Path event = Files.writeString(folder.resolve("event.json"), "{\"body\":\"sleep 0\"}");
    Path failing = Files.writeString(folder.resolve("failing.json"), "{\"body\":\"throw\"}");
    String where = data.toString();
    String[] echo = {"invoke", "EchoFunction", "-e", event.toString(), "--data", where};
    try (CommandProcess invoke = CommandProcess.run(echo)) {
      assertThat(invoke.exit()).as(invoke.err()).isZero();
      assertThat(invoke.out()).contains("\"event\":{\"body\":\"sleep 0\"}}\n");
      assertThat(invoke.err()).contains("echoed ");
      assertThat(invoke.descendants()).isEmpty();
    }
    try (CommandProcess stack = start().awaitReady();
        CommandProcess invoke = CommandProcess.run(echo)) {
      assertThat(invoke.exit()).as(invoke.err()).isZero();
      assertThat(invoke.out()).contains("127.0.0.1:" + databasePort + "/interlock");
      String[] misbehave = {"invoke", "MisbehavingFunction", "-e", failing.toString()};
      String[] arguments = {
        misbehave[0], misbehave[1], misbehave[2], misbehave[3], "--data", where
      };
      try (CommandProcess throwing = CommandProcess.run(arguments)) {
        assertThat(throwing.exit()).isEqualTo(1);
        assertThat(throwing.out()).contains("\"errorMessage\":\"told to throw\"");
      }
      Path large = Files.writeString(folder.resolve("large.json"), "x".repeat(6_291_457));
      try (CommandProcess refused =
          CommandProcess.run("invoke", "EchoFunction", "-e", large.toString(), "--data", where)) {
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).contains("\"errorType\":\"RequestEntityTooLargeException\"");
      }
      try (CommandProcess audit = CommandProcess.run("audit", "--data", where)) {
        assertThat(audit.exit()).as(audit.out() + audit.err()).isZero();
      }
      try (CommandProcess audit =
          CommandProcess.run("audit", "--data", where, "--json", "--function-role", "nobody")) {
        assertThat(audit.exit()).as(audit.out() + audit.err()).isEqualTo(3);
        assertThat(audit.err()).contains("--function-role");
        assertThat(audit.out()).startsWith("{").contains("\"complete\" : false");
      }
      assertThat(stack.process.isAlive()).isTrue();
    }
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
        assertThat(status(token())).isEqualTo(200);
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
          assertThat(status(token())).isEqualTo(200);
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
