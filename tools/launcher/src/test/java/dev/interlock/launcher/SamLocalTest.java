package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.ContainerBridge;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.replay.Replay;
import dev.interlock.emulator.template.Template;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.secrets.SecretsServer;
import dev.interlock.testkit.secrets.StubbedSecretsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The functions in Lambda's image, run by the SAM CLI on the stack of `./interlock start
/// --containers`: `./mvnw verify -Psam`.
///
/// Skipped where the SAM CLI, Docker or the image is missing, unless
/// `-Dinterlock.test.sam=required`.
@Tag("sam")
class SamLocalTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = CommandProcess.ROOT.resolve("events");
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  // As the SAM CLI prints a function's answer.
  private static final String ACCEPTED = "\"statusCode\": 201";
  private static final Path TRANSFER = EVENTS.resolve("transfer/accepted.json");

  @TempDir static Path data;

  private static final List<AutoCloseable> STARTED = new ArrayList<>();
  private static int databasePort;
  private static Map<String, String> parameters;
  private static Template template;
  private static SamLocal sam;

  @BeforeAll
  static void start() throws Exception {
    SamLocal.obstacle().ifPresent(SamLocalTest::skip);
    databasePort = FreePort.choose();
    CommandProcess stack =
        CommandProcess.ofRepository(
            "start",
            "--containers",
            "--data",
            data.toString(),
            "--port",
            Integer.toString(FreePort.choose()),
            "--database-port",
            Integer.toString(databasePort));
    STARTED.addFirst(stack);
    stack.awaitReady();
    parameters = JSON.readValue(data.resolve("containers.yaml").toFile(), new TypeReference<>() {});
    template = Repository.at(CommandProcess.ROOT).template(parameters);
    sam = startSam();
  }

  private static void skip(String obstacle) {
    String reason = "no functions in containers: " + obstacle;
    if (System.getProperty("interlock.test.sam", "").equals("required")) {
      fail(reason);
    }
    System.out.println("skipped: " + reason);
    abort(reason);
  }

  private static SamLocal startSam(String... options) throws IOException {
    SamLocal started = new SamLocal(data, options);
    STARTED.addFirst(started);
    return started;
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable started : STARTED) {
      started.close();
    }
  }

  @Test
  void startLambdaGivesEveryEventTheAnswerBesideIt() throws Exception {
    assertAnswers(sam::invoke);
  }

  @Test
  void invokeGivesAnEventOfEachFunctionTheAnswerBesideIt() throws Exception {
    Path[] events =
        Stream.of(
                "transfer/accepted.json",
                "transfer/account-as-owner.json",
                "stock-decrement/accepted.json",
                "stock-decrement/stock-as-owner.json",
                "permission-change/accepted.json",
                "permission-change/permissions-as-owner.json")
            .map(EVENTS::resolve)
            .toArray(Path[]::new);
    assertThat(events).hasSameSizeAs(template.functions().keySet());
    assertAnswers((logicalId, event) -> SamLocal.invokeOnce(data, logicalId, event), events);
  }

  @Test
  void twoContainersWithOneKeyWriteOnce() throws Exception {
    List<SamLocal> both = List.of(sam, startSam());
    for (SamLocal each : both) {
      assertAnswers(each::invoke, TRANSFER);
    }
    CompletableFuture<List<String>> answers;
    try (Connection locked = lockAccounts()) {
      answers =
          CompletableFuture.supplyAsync(
              () -> Race.of(2, each -> transfer(both.get(each), "raced")));
      awaitBlockedCalls(locked, 2);
    }
    assertThat(answers.join())
        .allSatisfy(answer -> assertThat(answer).contains(ACCEPTED))
        .satisfiesOnlyOnce(answer -> assertThat(answer).contains("Idempotency-Replayed"));
    assertThat(entries("raced")).isEqualTo(2);
  }

  @Test
  void callOfAKilledContainerIsRepeatedWithoutWritingTwice() throws Exception {
    assertAnswers(sam::invoke, TRANSFER);
    CompletableFuture<String> answer;
    try (Connection locked = lockAccounts()) {
      answer = CompletableFuture.supplyAsync(() -> transfer(sam, "killed"));
      awaitBlockedCalls(locked, 1);
      assertThat(SamLocal.killContainers(databasePort)).isPositive();
      assertThatThrownBy(answer::join).hasRootCauseInstanceOf(FunctionFailedException.class);
    }
    assertThat(transfer(sam, "killed")).contains(ACCEPTED);
    assertThat(entries("killed")).isEqualTo(2);
    try (CommandProcess audit = CommandProcess.ofRepository("audit", "--data", data.toString())) {
      assertThat(audit.exit()).as(audit.out()).isZero();
    }
  }

  /// The function is given no password and finds the one of its role in the secret, at first an old
  /// one.
  @Test
  void containerGetsItsCredentialFromASecret() throws Exception {
    String bridge = ContainerBridge.ofDocker().orElseThrow().address().getHostAddress();
    try (SecretsServer secrets = SecretsServer.open(bridge)) {
      skipUnlessReal(secrets, bridge);
      String arn = secrets.create("interlock/sam", secret("changed since then"));
      SamLocal withSecret = startSam("--env-vars", environment(secrets, arn).toString());
      assertThat(transfer(withSecret, "secret")).contains("database-unavailable");
      secrets.put(arn, secret(parameter("DatabasePassword")));
      assertThat(transfer(withSecret, "secret"))
          .contains(ACCEPTED)
          .doesNotContain("Idempotency-Replayed");
    }
    assertThat(entries("secret")).isEqualTo(2);
  }

  private static void skipUnlessReal(SecretsServer secrets, String bridge) throws IOException {
    if (secrets instanceof StubbedSecretsServer) {
      skip("neither moto_server is on the PATH nor a server in " + SecretsServer.VARIABLE);
    }
    int port = secrets.endpoint().getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(bridge, port), (int) CONNECT_MAX.toMillis());
    } catch (IOException unreachable) {
      skip(
          "nothing listens on %s:%d, where containers would look for %s"
              .formatted(bridge, port, secrets.endpoint()));
    }
  }

  private static String secret(String password) throws IOException {
    return JSON.writeValueAsString(
        Map.of("username", parameter("DatabaseUser"), "password", password));
  }

  private static String parameter(String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  /// A file for `--env-vars`.
  private static Path environment(SecretsServer secrets, String arn) throws IOException {
    String endpoint = "http://%s:%d".formatted(ContainerBridge.HOST, secrets.endpoint().getPort());
    Map<String, String> variables =
        Map.of(
            SecretsServer.VARIABLE, endpoint, "DATABASE_SECRET_ARN", arn, "DATABASE_PASSWORD", "");
    Path file = data.resolve("secret.json");
    JSON.writeValue(file.toFile(), Map.of("Parameters", variables));
    return file;
  }

  private static void assertAnswers(FunctionInvoker invoker, Path... events) throws Exception {
    Replay.Subject subject = new Replay.Subject(template, invoker, owner().jdbcUrl());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    boolean matched;
    try (PrintStream out = new PrintStream(printed, true, UTF_8)) {
      matched = new Replay(Repository.at(CommandProcess.ROOT)).run(List.of(events), subject, out);
    }
    assertThat(matched).as(printed.toString(UTF_8)).isTrue();
  }

  private static String transfer(SamLocal invoker, String key) {
    try {
      String event = Files.readString(TRANSFER).replace("transfer-0001", key);
      return new String(invoker.invoke("TransferFunction", event.getBytes(UTF_8)), UTF_8);
    } catch (IOException | FunctionFailedException e) {
      throw new AssertionError(key, e);
    }
  }

  private static DatabaseAddress owner() {
    return DatabaseAddress.here(databasePort, "interlock", "interlock", "interlock");
  }

  /// Keeps every transfer waiting until the connection is closed.
  private static Connection lockAccounts() throws SQLException {
    Connection connection = owner().connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT FROM account FOR UPDATE");
    }
    return connection;
  }

  private static void awaitBlockedCalls(Connection connection, long count) {
    String blocked = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted";
    Awaitility.await().until(() -> number(connection, blocked) == count);
  }

  private static long entries(String key) throws SQLException {
    try (Connection connection = owner().connect()) {
      return number(
          connection,
          "SELECT count(*) FROM account_entry WHERE idempotency_key = '%s'".formatted(key));
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
