package dev.interlock.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.Audit;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.ReplicatedPostgres;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.lambda.RuntimeClient;
import dev.interlock.emulator.template.Template;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Script;
import dev.interlock.wire.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The transfer function, in two environments whose clocks can be moved, on a separate PostgreSQL
/// with a standby.
final class FaultedStack implements AutoCloseable {

  static final String ID = "TransferFunction";

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final Path TARGET = REPOSITORY.resolve("tools/emulator/target");
  private static final int ENVIRONMENTS = 2;
  private static final int CONNECTIONS = 40;
  private static final Pattern TIMESTAMP = Pattern.compile("\"Timestamp\":(\\d+)");

  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final ReplicatedPostgres servers;
  final DatabaseAddress address;
  final Functions functions;
  private final PgProxy wire;

  private FaultedStack(ReplicatedPostgres servers, Path folder) throws IOException {
    this.servers = servers;
    DatabasePreparation.createDatabase(servers.primary());
    this.address =
        DatabasePreparation.prepareWithDemoData(servers.primary().owner(), "interlock", log::add)
            .functions();
    this.wire =
        PgProxy.before(
            () -> Upstream.at(address.host(), servers.primary().port()).open(), Script.UNBROKEN);
    this.functions =
        new Functions(
            new Template(
                Map.of(ID, function(address.via(wire.port()))), List.of(), Optional.empty()),
            RuntimeClient.unpack(TARGET.resolve("lambda-runtime"), folder)
                .withMovableClocks(TARGET.resolve("emulator-clock-agent.jar")),
            Limits.ofEnvironments(ENVIRONMENTS),
            log::add);
  }

  static FaultedStack start(Path folder) throws IOException {
    ReplicatedPostgres servers =
        ReplicatedPostgres.start(
            TARGET, folder, ServerSettings.disposable().with("max_connections=" + CONNECTIONS));
    try {
      return new FaultedStack(servers, folder);
    } catch (IOException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private static Template.Function function(DatabaseAddress address) throws IOException {
    Map<String, String> parameters =
        Map.of(
            "DatabaseUrl",
            address.url(),
            "DatabaseUser",
            address.user(),
            "DatabasePassword",
            address.password(),
            "DatabaseProduct",
            "postgresql",
            "JwtIssuer",
            "http://127.0.0.1:3000",
            "JwtAudience",
            "interlock");
    Template.Function function =
        Objects.requireNonNull(
            Template.read(REPOSITORY.resolve("template.yaml"), parameters).functions().get(ID));
    Map<String, String> environment = new LinkedHashMap<>(function.environment());
    environment.put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    return new Template.Function(
        ID,
        function.handler(),
        function.code(),
        function.timeout(),
        function.memoryMegabytes(),
        environment);
  }

  /// The time of day of each line of the functions' log, by the clock of its writer.
  Stream<Instant> timesLogged() {
    return linesLogged().stream()
        .map(TIMESTAMP::matcher)
        .filter(Matcher::find)
        .map(line -> Instant.ofEpochMilli(Long.parseLong(line.group(1))));
  }

  List<String> linesLogged() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  long number(String query) throws SQLException {
    try (Connection owner = servers.primary().owner().connect();
        Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  void assertInvariantsHold() throws SQLException {
    try (Connection owner = servers.primary().owner().connect()) {
      assertThat(Audit.run(owner).passed()).isTrue();
    }
  }

  @Override
  public void close() throws IOException {
    functions.close();
    wire.close();
    servers.close();
  }
}
