package dev.interlock.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.audit.AuditSettings;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.template.Template;
import dev.interlock.races.RaceDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A stack with a console: a database with the demo data, the functions, and the API.
final class RunningConsole implements AutoCloseable {
  static final String ALICE = "a0000000-0000-4000-8000-000000000001";
  static final String BOB = "a0000000-0000-4000-8000-000000000002";

  private static final ObjectMapper JSON = new ObjectMapper();

  final EmbeddedPostgres server;
  final PreparedDatabase database;
  final HttpApi api;
  final TokenIssuer issuer;
  final Functions functions;
  final ConsoleStack stack;
  final Console console;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningConsole(Repository repository, Path folder) throws IOException {
    server =
        EmbeddedPostgres.start(
            repository.cache(), folder, FreePort.choose(), ServerSettings.disposable());
    DatabasePreparation.createDatabase(server);
    database =
        DatabasePreparation.prepareWithDemoData(
            server.owner(), "interlock", repository.functionTables(), System.err::println);
    api = HttpApi.bind(FreePort.choose());
    issuer = TokenIssuer.of(folder.resolve("issuer.pem"));
    Template template = repository.template(LocalFunctions.parameters(database, api.url()));
    functions =
        new Functions(
            template,
            repository.runtimeClient(folder),
            Limits.ofEnvironments(1),
            System.err::println);
    stack = stackWith(template, Optional.of(server));
    console = new Console(stack);
    api.show(console);
    api.start(template, issuer, functions);
  }

  static RunningConsole start(Path folder) throws IOException {
    Path root = Path.of("../../..").toAbsolutePath().normalize();
    return new RunningConsole(Repository.at(root), folder);
  }

  private ConsoleStack stackWith(Template template, Optional<EmbeddedPostgres> own) {
    ConsoleStack.Checks checks =
        new ConsoleStack.Checks() {
          @Override
          public RaceDatabase raceDatabase(Cleanup cleanup) throws IOException {
            try {
              RaceDatabase created = RaceDatabase.createOn(server.administrator());
              cleanup.add(() -> drop(created));
              return created;
            } catch (SQLException failure) {
              throw new IOException(failure);
            }
          }

          @Override
          public AuditSettings auditSettings() {
            return AuditSettings.DEFAULT;
          }
        };
    return new ConsoleStack(
        api,
        issuer,
        template.functions().keySet(),
        functions::running,
        functions::alsoLogTo,
        database,
        own,
        checks);
  }

  private static void drop(RaceDatabase created) throws IOException {
    try {
      created.close();
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(api.url() + path))
            .timeout(Duration.ofSeconds(30))
            .build(),
        BodyHandlers.ofString());
  }

  /// Sends a command as the page does.
  HttpResponse<String> post(String path, String command) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(api.url() + path))
            .timeout(Duration.ofSeconds(60))
            .header(RequestGuard.HEADER, "1")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(command))
            .build(),
        BodyHandlers.ofString());
  }

  /// Sends a command, and returns the lines of its answer.
  List<JsonNode> lines(String path, String command) throws IOException, InterruptedException {
    return post(path, command).body().lines().map(RunningConsole::json).toList();
  }

  /// The transfer of one cent from alice to bob, as a command of the page.
  static String transfer(String more) {
    return """
    {"operation": "transfer", "caller": "alice", %s "body": %s}
    """
        .formatted(more, money(1));
  }

  /// The body that moves money from alice to bob.
  static String money(long amount) {
    return "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": %d, \"currency\": \"EUR\"}"
        .formatted(ALICE, BOB, amount);
  }

  /// Opens the page's stream of events.
  EventReader events() throws IOException, InterruptedException {
    HttpResponse<Stream<String>> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(api.url() + "/console/events")).build(),
            BodyHandlers.ofLines());
    return new EventReader(answer);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException noJson) {
      throw new AssertionError(text, noJson);
    }
  }

  @Override
  public void close() throws IOException {
    http.shutdownNow();
    console.close();
    functions.close();
    api.close();
    server.close();
  }
}
