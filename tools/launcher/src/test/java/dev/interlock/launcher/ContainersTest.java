package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.ContainerBridge;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/// `sam local invoke` with the stack of `./interlock start --containers`, as far as this can be
/// tested without Docker. 127.0.0.2 stands in for the bridge: functions treat both as remote.
class ContainersTest {
  private static final Repository REPOSITORY =
      Repository.at(Path.of("../..").toAbsolutePath().normalize());
  private static final String PASSWORD = "secret";
  private static final String EVENT = "events/transfer/accepted.json";

  @TempDir static Path data;

  private static int port;
  private static EmbeddedPostgres server;
  private static Map<String, String> parameters;

  @BeforeAll
  static void start() throws IOException {
    ContainerBridge bridge = new ContainerBridge(InetAddress.ofLiteral("127.0.0.2"), 32);
    port = FreePort.choose();
    server = EmbeddedPostgres.startFor(bridge, REPOSITORY.cache(), data, port);
    DatabasePreparation.createDatabase(server);
    PreparedDatabase database =
        DatabasePreparation.prepareWithDemoData(server.owner(), PASSWORD, System.err::println);
    Map<String, String> here = LocalFunctions.parameters(database, "http://127.0.0.1:3000");
    parameters = bridge.parameters(here, port, data);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void functionReachesTheDatabaseByNameAndVerifiedTls() throws Exception {
    try (Functions functions = functions(parameters)) {
      assertThat(transfer(functions)).contains("\"statusCode\":201").doesNotContain("Replayed");
      assertThat(transfer(functions))
          .contains("\"statusCode\":201")
          .contains("\"Idempotency-Replayed\":\"true\"");
    }
  }

  @Test
  void bridgeAdmitsOnlyTheFunctionsAndOnlyByTls() throws SQLException {
    fromTheBridge("interlock_function", PASSWORD, "require");
    assertRefused("interlock_function", PASSWORD, "disable");
    assertRefused("interlock", "interlock", "require");
    assertRefused("interlock", "interlock", "disable");
  }

  private static void assertRefused(String user, String password, String sslmode) {
    assertThatThrownBy(() -> fromTheBridge(user, password, sslmode))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no pg_hba.conf entry");
  }

  private static void fromTheBridge(String user, String password, String sslmode)
      throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.2:%d/interlock?localSocketAddress=127.0.0.2&sslmode=%s"
            .formatted(port, sslmode);
    DriverManager.getConnection(url, user, password).close();
  }

  @Test
  void listensOnThisMachineAndTheBridgeOnly() throws IOException {
    assertThat(addresses(port)).containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2");
  }

  @Test
  void listensOnThisMachineOnlyUnlessAsked() throws IOException {
    int other = FreePort.choose();
    Path folder = Files.createDirectory(data.resolve("plain"));
    try (EmbeddedPostgres _ =
        EmbeddedPostgres.start(REPOSITORY.cache(), folder, other, ServerSettings.disposable())) {
      assertThat(addresses(other)).containsExactly("127.0.0.1");
    }
  }

  /// The addresses on which this machine listens at a port, from /proc; IPv6 ones as printed there.
  private static List<String> addresses(int port) throws IOException {
    Pattern listening = Pattern.compile("\\d+: (\\w+):%04X 0+:0000 0A .*".formatted(port));
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc/net", table)))
        .map(line -> listening.matcher(line.strip()))
        .filter(Matcher::matches)
        .map(line -> readable(line.group(1)))
        .toList();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readable(String hex) {
    if (hex.length() > 8) {
      return hex;
    }
    int ip = Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16));
    return "%d.%d.%d.%d".formatted(ip >>> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255);
  }

  /// samconfig.toml has everything that a `sam local` command needs.
  @Test
  void samconfigIsComplete() throws IOException {
    SamConfig config = SamConfig.read(REPOSITORY.root().resolve("samconfig.toml"));
    assertThat(config.local())
        .containsOnlyKeys(
            "default.local_invoke.parameters",
            "default.local_start_lambda.parameters",
            "arm64.local_invoke.parameters",
            "arm64.local_start_lambda.parameters")
        .allSatisfy((name, section) -> {
          assertThat(section).doesNotContainKey("docker_network");
          assertThat(section.get("add_host"))
              .containsExactly(ContainerBridge.HOST + ":host-gateway");
          String architecture = name.startsWith("arm64") ? "arm64" : "x86_64";
          assertThat(section.get("parameter_overrides"))
              .containsExactly("Architecture=" + architecture, "file://.interlock/containers.yaml");
        });
    // A parameter that has neither a value nor a default is refused here.
    assertThat(REPOSITORY.template(parameters).authorizer()).isPresent();
    assertThat(parameters).containsKey("DatabasePassword");
    assertThat(parameters.get("DatabaseUrl")).startsWith("postgresql://host.docker.internal:");
  }

  @Test
  void fileForContainersIsReadableByItsUserOnlyAndGoesWithTheStack() throws IOException {
    Path folder = data.resolve("told");
    Path file;
    try (DataFolder open = DataFolder.open(folder)) {
      file = open.tellContainers(parameters);
      assertThat(file).isEqualTo(folder.resolve("containers.yaml"));
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
      assertThat(new Yaml().<Map<String, String>>load(Files.readString(file)))
          .isEqualTo(parameters);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void startWithoutDockerSaysSo() throws Exception {
    assumeTrue(ContainerBridge.ofDocker().isEmpty(), "Docker's bridge is there");
    assertUsage("there is no network interface docker0", "start", "--containers");
  }

  @Test
  void onlyTheEmbeddedDatabaseListensForContainers() throws Exception {
    assertUsage(
        "--database", "start", "--containers", "--database", "postgresql://u:p@127.0.0.1/x");
  }

  private static void assertUsage(String message, String... arguments) throws Exception {
    try (CommandProcess command = CommandProcess.run(arguments)) {
      assertThat(command.process.waitFor()).isEqualTo(2);
      assertThat(command.err().lines()).hasSize(1);
      assertThat(command.err()).contains("--containers").contains(message);
    }
  }

  // The JVM looks names up in the file of jdk.net.hosts.file, as a container does in the /etc/hosts
  // that add_host writes to.
  private static Functions functions(Map<String, String> parameters) throws IOException {
    Path hosts = Files.writeString(data.resolve("hosts"), "127.0.0.2 host.docker.internal\n");
    Template template = REPOSITORY.template(parameters);
    Template.Function function =
        Objects.requireNonNull(template.functions().get("TransferFunction"));
    Map<String, String> environment = new LinkedHashMap<>(function.environment());
    environment.merge(
        "JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts, (all, more) -> all + " " + more);
    Template.Function inContainer =
        new Template.Function(
            function.logicalId(),
            function.handler(),
            function.code(),
            function.timeout(),
            function.memoryMegabytes(),
            environment);
    return new Functions(
        new Template(
            Map.of(function.logicalId(), inContainer), template.routes(), template.authorizer()),
        REPOSITORY.runtimeClient(data),
        Limits.ofEnvironments(1),
        line -> {});
  }

  private static String transfer(Functions functions) throws Exception {
    byte[] event = Files.readAllBytes(REPOSITORY.root().resolve(EVENT));
    return new String(functions.invoke("TransferFunction", event), UTF_8);
  }
}
