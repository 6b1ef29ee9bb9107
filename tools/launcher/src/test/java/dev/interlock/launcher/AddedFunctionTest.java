package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A function that is added to the template comes with its tables, its events and its audit, and a
/// mistake in it is named on one line.
@Execution(ExecutionMode.CONCURRENT)
class AddedFunctionTest {
  private static final String FUNCTION =
      """
        %1$sFunction:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: examples/%2$s/target/%2$s.jar
            Handler: dev.interlock.examples.%3$sHandler
            Events:
              Post:
                Type: HttpApi
                Properties: {ApiId: !Ref Api, Method: POST, Path: /%2$ss}
      """;

  private static final String VOUCHERS =
      FUNCTION.formatted("VoucherRedemption", "voucher-redemption", "voucher.VoucherRedemption");

  private static final String SEATS =
      FUNCTION.formatted("SeatBooking", "seat-booking", "seats.SeatBooking");

  @TempDir Path folder;

  /// The repository's template with one more function.
  private Path template() throws IOException {
    return template(VOUCHERS);
  }

  private Path template(String function) throws IOException {
    String own = Files.readString(CommandProcess.ROOT.resolve("template.yaml"));
    String all = own.replace("\nResources:\n", "\nResources:\n" + function);
    return Files.writeString(
        folder.resolve("template.yaml"),
        all.replace("CodeUri: ", "CodeUri: " + CommandProcess.ROOT + "/"));
  }

  private static CommandProcess run(Path template, String... arguments) throws IOException {
    return CommandProcess.run(List.of("INTERLOCK_TEMPLATE=" + template), arguments);
  }

  @Test
  void itsAcceptedEventReplays() throws Exception {
    try (CommandProcess replay = run(template(), "replay")) {
      assertThat(replay.exit()).as(replay.out() + replay.err()).isZero();
      assertThat(replay.out())
          .contains("/examples/voucher-redemption/events/accepted.json ")
          .endsWith(" as the contract says, 0 not\n");
      assertThat(replay.err()).as("log lines between those that a person reads").isEmpty();
    }
  }

  /// The script for psql is printed without a database.
  @Test
  void resourcesOfItsKindCanBeOpened() throws Exception {
    String[] open = {
      "office", "open-resource", "--kind", "show", "--owner", "alice", "--key", "k", "--sql"
    };
    try (CommandProcess opened = run(template(SEATS), open)) {
      assertThat(opened.exit()).as(opened.err()).isZero();
    }
    try (CommandProcess refused = run(template(VOUCHERS), open)) {
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("--kind show: ", "Its kinds: ");
    }
  }

  /// The stack is older than the function, as that of its author is.
  @Test
  void stackThatIsStartedAgainServesAndAuditsIt() throws Exception {
    StackPlace place = StackPlace.in(folder.resolve("data"));
    String[] data = {"--data", place.data().toString()};
    try (CommandProcess before = CommandProcess.ofRepository(place.start()).awaitReady()) {
      assertThat(before.err()).doesNotContain("voucher");
    }
    Path template = template();
    assertDone(
        run(template, "migrate", "--dry-run", data[0], data[1]),
        "would apply voucher-redemption/001-vouchers\n");
    try (CommandProcess stack = run(template, place.start()).awaitReady()) {
      assertThat(stack.out())
          .containsPattern("curl .* -d '\\{\"code\": \"WELCOME1\"}' \\S+/voucher-redemptions\n");
      assertThat(stack.err()).contains("applied voucher-redemption/001-vouchers to the tables");
      assertThat(redeem(place)).isEqualTo(201);
      String port = Integer.toString(place.port());
      assertDone(run(template, "audit", data[0], data[1], "--port", port), " 0 broken\n");
    }
    try (CommandProcess stack = run(template, place.start("--fresh")).awaitReady()) {
      assertThat(stack.process.isAlive()).isTrue();
      assertThat(redeem(place)).isEqualTo(201);
      assertDone(run(template, "migrate", data[0], data[1]), "nothing to do\n");
      // What its author forgets is named, with the file that it belongs in.
      try (Connection owner =
              DriverManager.getConnection(
                  "jdbc:postgresql://127.0.0.1:%d/interlock".formatted(place.databasePort()),
                  "interlock",
                  "interlock");
          Statement statement = owner.createStatement()) {
        statement.execute("REVOKE ALL ON voucher FROM interlock_function");
      }
      assertThat(redeem(place)).isEqualTo(500);
      assertThat(stack.err())
          .contains(
              "\ninterlock: voucher-redemption: SQLSTATE 42501: the functions' role lacks a right:"
                  + " grant it in db/voucher-redemption/roles.sql");
    }
  }

  private static void assertDone(CommandProcess command, String end) throws Exception {
    try (command) {
      assertThat(command.exit()).as(command.out() + command.err()).isZero();
      assertThat(command.out()).endsWith(end).doesNotContain("not audited");
    }
  }

  private static int redeem(StackPlace place) throws Exception {
    String token = Tokens.of(place.data().resolve("issuer.pem"), place.url()).valid();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(place.url() + "/voucher-redemptions"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "redemption-1")
            .POST(HttpRequest.BodyPublishers.ofString("{\"code\": \"WELCOME1\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CodeUri: function.jar | CodeUri: other.jar | Added: its CodeUri FOLDER/other.jar does not exist: build its module, or correct the CodeUri
          CodeUri: function.jar | CodeUri: no.jar    | Added: its CodeUri FOLDER/no.jar is not a jar: build its module again
          Handler: a.Handler    | Handler: a.Handlr  | Added: its Handler a.Handlr is not in FOLDER/function.jar
          Handler: a.Handler    | MemorySize: 512    | Added has no Handler
          Path: /added          | Path: /other       | Other has the route POST /other, which is that of Added already
          """)
  void mistakeInTheTemplateIsNamed(String part, String instead, String reason) throws Exception {
    jar(Map.of("a/Handler.class", ""));
    Files.writeString(folder.resolve("no.jar"), "no zip");
    Path template =
        Files.writeString(
            folder.resolve("template.yaml"),
            """
            Resources:
              Added:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: function.jar
                  Handler: a.Handler
                  Events: {Post: {Type: HttpApi, Properties: {Method: POST, Path: /added}}}
              Other:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: function.jar
                  Handler: a.Handler
                  Events: {Post: {Type: HttpApi, Properties: {Method: POST, Path: /other}}}
            """
                .replaceFirst(part, instead));
    assertRefused(
        List.of("start", "--data", folder.resolve("data").toString()),
        template,
        "interlock: template " + template + ": " + reason.replace("FOLDER", folder.toString()));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          db/booking/seats.sql     | db/booking/seats.sql: expected db/OPERATION/ with migrations such as 001-tables.sql, and with roles.sql, roles-cockroachdb.sql and demo.sql
          db/booking/002-seats.sql | db/booking/002-seats.sql: migrations are numbered from 001 without gaps, and the next one is 001
          """)
  void misplacedScriptIsNamed(String file, String reason) throws Exception {
    Path jar = jar(Map.of("a/Handler.class", "", file, "CREATE TABLE seat ()"));
    Path template =
        Files.writeString(
            folder.resolve("template.yaml"),
            """
            Resources:
              Added:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: function.jar, Handler: a.Handler}
            """);
    assertRefused(
        List.of("migrate", "--dry-run", "--data", folder.resolve("data").toString()),
        template,
        "interlock: " + jar + ": " + reason);
  }

  private static void assertRefused(List<String> command, Path template, String line) {
    StringWriter err = new StringWriter();
    int exit =
        Interlock.commandLine(Map.of("INTERLOCK_TEMPLATE", template.toString()))
            .setErr(new PrintWriter(err))
            .execute(command.toArray(String[]::new));
    assertThat(err.toString()).isEqualTo(line + System.lineSeparator());
    assertThat(exit).isEqualTo(2);
  }

  private Path jar(Map<String, String> texts) throws IOException {
    Path jar = folder.resolve("function.jar");
    try (ZipOutputStream files = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        files.putNextEntry(new ZipEntry(text.getKey()));
        files.write(text.getValue().getBytes(UTF_8));
      }
    }
    return jar;
  }
}
