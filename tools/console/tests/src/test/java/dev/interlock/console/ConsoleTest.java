package dev.interlock.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page gets to know of a running stack, and what it can do to it.
@SuppressWarnings("NullAway.Init")
class ConsoleTest {
  @TempDir static Path folder;
  private static RunningConsole running;

  @BeforeAll
  static void start() throws Exception {
    running = RunningConsole.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    running.close();
  }

  private static String key() {
    return "test-" + UUID.randomUUID();
  }

  private static boolean is(JsonNode event, String member, String value) {
    return event.path(member).asText().equals(value);
  }

  @Test
  void transferIsShownWithItsMovesItsVerdictAndItsCall() throws Exception {
    String key = key();
    try (EventReader page = running.events()) {
      page.await("state", state -> state.path("whole").asBoolean());
      String reference = "<img src=x onerror=alert(1)>";
      String body = RunningConsole.transfer("\"key\": \"" + key + "\",");
      List<JsonNode> lines =
          running.lines(
              "/console/send",
              body.replace("\"amount\"", "\"reference\": \"" + reference + "\", \"amount\""));
      assertThat(lines.getFirst().path("status").asInt()).isEqualTo(201);
      long left = lines.getFirst().path("body").path("fromBalance").asLong();
      JsonNode debit =
          page.await("move", move -> is(move, "key", key) && move.path("amount").asInt() == -1);
      assertThat(debit.path("reference").asText()).isEqualTo(reference);
      assertThat(debit.path("after").asLong()).isEqualTo(left);
      page.await("move", move -> is(move, "key", key) && move.path("amount").asInt() == 1);
      page.await(
          "state", state -> state.path("accounts").findValuesAsText("balance").contains("" + left));
      JsonNode verdict = page.await("verdict", each -> is(each, "key", key));
      assertThat(verdict.path("refused").asBoolean(true)).isFalse();
      JsonNode call = page.await("call", each -> is(each, "key", key));
      assertThat(call.path("caller").asText()).isEqualTo("alice");
      assertThat(call.path("attempts").asInt()).isEqualTo(1);
      page.await("load", second -> second.path("requests").asInt() > 0);
    }
  }

  private static String command(String operation, String caller, String body) {
    return "{\"operation\": \"%s\", \"caller\": \"%s\", \"body\": %s}"
        .formatted(operation, caller, body);
  }

  private static JsonNode sent(String operation, String caller, String body) throws Exception {
    JsonNode answer = running.lines("/console/send", command(operation, caller, body)).getFirst();
    assertThat(answer.path("status").asInt()).as("%s", answer).isEqualTo(201);
    return answer;
  }

  private static boolean hasRow(JsonNode state, String table, String member, long value) {
    for (JsonNode row : state.path(table)) {
      if (row.path(member).asLong(-1) == value) {
        return true;
      }
    }
    return false;
  }

  @Test
  void holdIsShownUntilItIsSettled() throws Exception {
    try (EventReader page = running.events()) {
      JsonNode placed =
          sent(
              "hold",
              "alice",
              RunningConsole.money(37).replace("}", ", \"expiresAt\": \"2999-01-01T00:00:00Z\"}"));
      String hold = placed.path("body").path("id").asText();
      JsonNode state = page.await("state", each -> hasRow(each, "accounts", "held", 37));
      assertThat(state.path("accounts").findValuesAsText("to")).containsExactly(RunningConsole.BOB);
      JsonNode move = page.await("move", each -> is(each, "operation", "hold"));
      assertThat(move.path("held").asLong()).isEqualTo(37);
      assertThat(move.path("heldAfter").asLong()).isEqualTo(37);
      assertThat(move.path("amount").asLong(-1)).isZero();
      sent("settlement", "bob", "{\"hold\": \"%s\", \"amount\": 7}".formatted(hold));
      JsonNode taken =
          page.await(
              "move",
              each -> is(each, "operation", "settlement") && each.path("amount").asInt() == -7);
      assertThat(taken.path("held").asLong()).isEqualTo(-37);
      page.await(
          "move", each -> is(each, "operation", "settlement") && each.path("amount").asInt() == 7);
      page.await("verdict", each -> is(each, "operation", "settlement"));
      Awaitility.await().until(() -> hasRow(page.all("state").getLast(), "accounts", "held", 0));
    }
  }

  @Test
  void reservationIsShownUntilItIsSettled() throws Exception {
    try (EventReader page = running.events()) {
      String lines = "\"lines\": [{\"sku\": \"TEA-100\", \"quantity\": %d}]";
      JsonNode placed =
          sent(
              "stock-reservation",
              "alice",
              ("{\"location\": \"b0000000-0000-4000-8000-000000000001\","
                      + " \"expiresAt\": \"2999-01-01T00:00:00Z\", "
                      + lines
                      + "}")
                  .formatted(6));
      String reservation = placed.path("body").path("id").asText();
      JsonNode state = page.await("state", each -> hasRow(each, "stock", "reserved", 6));
      assertThat(state.path("stock").findValues("promises").toString()).contains(reservation);
      JsonNode move = page.await("move", each -> is(each, "operation", "stock-reservation"));
      assertThat(move.path("reserved").asLong()).isEqualTo(6);
      sent(
          "reservation-settlement",
          "alice",
          ("{\"reservation\": \"" + reservation + "\", " + lines + "}").formatted(2));
      JsonNode taken = page.await("move", each -> is(each, "operation", "reservation-settlement"));
      assertThat(taken.path("quantity").asLong()).isEqualTo(-2);
      assertThat(taken.path("reserved").asLong()).isEqualTo(-6);
    }
  }

  /// What the row counts includes the hold until a statement needs its money.
  @Test
  void expiredHoldIsNotShownAlthoughNothingWasWritten() throws Exception {
    try (EventReader page = running.events()) {
      String expiresAt = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS).toString();
      sent(
          "hold",
          "alice",
          RunningConsole.money(41).replace("}", ", \"expiresAt\": \"%s\"}".formatted(expiresAt)));
      page.await("state", each -> hasRow(each, "accounts", "held", 41));
      Awaitility.await().until(() -> hasRow(page.all("state").getLast(), "accounts", "held", 0));
    }
  }

  @Test
  void refusalIsShownAlthoughNoRowChanges() throws Exception {
    String key = key();
    try (EventReader page = running.events()) {
      String body = RunningConsole.transfer("\"key\": \"" + key + "\",");
      running.lines("/console/send", body.replace("\"amount\": 1", "\"amount\": 99999999"));
      JsonNode verdict = page.await("verdict", each -> is(each, "key", key));
      assertThat(verdict.path("verdict").asText()).isEqualTo("insufficient-funds");
      assertThat(verdict.path("status").asInt()).isEqualTo(409);
      assertThat(page.await("call", each -> is(each, "key", key)).path("type").asText())
          .isEqualTo("urn:interlock:insufficient-funds");
    }
  }

  @Test
  void copiesUnderOneKeyTakeEffectOnce() throws Exception {
    List<JsonNode> lines =
        running.lines(
            "/console/send", RunningConsole.transfer("\"copies\": 6, \"keys\": \"one\","));
    assertThat(lines).hasSize(7);
    JsonNode summary = lines.getLast().path("summary");
    assertThat(summary.path("accepted").asInt()).isEqualTo(1);
    assertThat(summary.path("replayed").asInt()).isEqualTo(5);
    String key = lines.getFirst().path("key").asText();
    JsonNode story =
        RunningConsole.json(
            running.get("/console/keys?caller=alice&operation=transfer&key=" + key).body());
    assertThat(story.path("verdict").asText()).isEqualTo("accepted");
    assertThat(story.path("rows")).hasSize(2);
  }

  @Test
  void moreThan64CopiesAreRefused() throws Exception {
    HttpResponse<String> answer =
        running.post("/console/send", RunningConsole.transfer("\"copies\": 65,"));
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void largeCommandIsRefused() throws Exception {
    HttpResponse<String> answer =
        running.post("/console/send", "{\"operation\": \"" + "x".repeat(70_000) + "\"}");
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("console-"))
        .count();
  }

  /// Sessions of the owner, besides the one that asks.
  private static long sessions() throws Exception {
    try (Connection connection = running.database.owner().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'interlock'"
                    + " AND pid <> pg_backend_pid()")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void awaitNothing() {
    Awaitility.await().until(() -> threads() == 0 && sessions() == 0);
  }

  @Test
  void nothingRunsUnlessAPageIsOpen() throws Exception {
    awaitNothing();
    running.get("/");
    running.get("/console/races");
    assertThat(threads()).isZero();
    assertThat(sessions()).isZero();
    try (EventReader page = running.events();
        EventReader another = running.events()) {
      page.await("state", state -> state.path("whole").asBoolean());
      another.await("state", state -> state.path("whole").asBoolean());
      assertThat(threads()).isEqualTo(1);
      assertThat(sessions()).isEqualTo(1);
    }
    awaitNothing();
  }

  @Test
  void ninthPageIsRefusedAndTheApiStillAnswers() throws Exception {
    awaitNothing();
    List<EventReader> pages = new ArrayList<>();
    try {
      for (int number = 0; number < 8; number++) {
        pages.add(running.events());
      }
      HttpResponse<String> ninth = running.get("/console/events");
      assertThat(ninth.statusCode()).isEqualTo(503);
      assertThat(running.get("/nothing").statusCode()).isEqualTo(404);
    } finally {
      pages.forEach(EventReader::close);
    }
    awaitNothing();
    try (EventReader again = running.events()) {
      assertThat(again.status).isEqualTo(200);
    }
  }

  /// The id of an environment of the function that transfers.
  private static String environment(EventReader page) throws Exception {
    running.lines("/console/send", RunningConsole.transfer(""));
    return page.await("environments", all -> idle(all).isPresent())
        .path("functions")
        .path(0)
        .path("environments")
        .path(0)
        .path("id")
        .asText();
  }

  private static Optional<JsonNode> idle(JsonNode all) {
    JsonNode first = all.path("functions").path(0).path("environments").path(0);
    return is(first, "state", "idle") ? Optional.of(first) : Optional.empty();
  }

  private static boolean has(JsonNode all, String id, String state) {
    for (JsonNode each : all.path("functions").path(0).path("environments")) {
      if (is(each, "id", id) && is(each, "state", state)) {
        return true;
      }
    }
    return false;
  }

  /// The function cannot know whether the statement committed, and sends it again under its key.
  @Test
  void statementWhoseSessionIsCutTakesEffectOnce() throws Exception {
    try (EventReader page = running.events()) {
      String id = environment(page);
      CompletableFuture<JsonNode> cut =
          CompletableFuture.supplyAsync(
              () -> command("/console/environments/" + id, "{\"action\": \"cut\"}"));
      List<JsonNode> answers = new ArrayList<>();
      while (!cut.isDone()) {
        answers.add(running.lines("/console/send", RunningConsole.transfer("")).getFirst());
      }
      assertThat(cut.get().path("cut").asBoolean()).as("%s", cut.get()).isTrue();
      for (JsonNode answer : answers) {
        assertThat(answer.path("status").asInt()).isEqualTo(201);
        String key = answer.path("key").asText();
        JsonNode story =
            RunningConsole.json(
                running.get("/console/keys?caller=alice&operation=transfer&key=" + key).body());
        assertThat(story.path("rows")).hasSize(2);
      }
    }
  }

  private static JsonNode command(String path, String command) {
    try {
      return RunningConsole.json(running.post(path, command).body());
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void environmentIsFrozenThawedAndKilled() throws Exception {
    try (EventReader page = running.events()) {
      String id = environment(page);
      String path = "/console/environments/" + id;
      assertThat(running.post(path, "{\"action\": \"freeze\"}").statusCode()).isEqualTo(200);
      page.await("environments", all -> has(all, id, "frozen"));
      assertThat(running.post(path, "{\"action\": \"thaw\"}").statusCode()).isEqualTo(200);
      assertThat(running.post(path, "{\"action\": \"kill\"}").statusCode()).isEqualTo(200);
      page.await("environments", all -> has(all, id, "killed"));
      List<JsonNode> next = running.lines("/console/send", RunningConsole.transfer(""));
      assertThat(next.getFirst().path("status").asInt()).isEqualTo(201);
      assertThat(running.post(path, "{\"action\": \"kill\"}").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void raceIsToldInTwoLanes() throws Exception {
    List<JsonNode> lines = running.lines("/console/races/double-spend", "{}");
    List<JsonNode> verdicts = lines.stream().filter(line -> line.has("verdict")).toList();
    assertThat(verdicts.get(0).path("lane").asText()).isEqualTo("usual");
    assertThat(verdicts.get(0).path("verdict").path("lost").asBoolean()).isTrue();
    assertThat(verdicts.get(1).path("lane").asText()).isEqualTo("interlock");
    assertThat(verdicts.get(1).path("verdict").path("lost").asBoolean(true)).isFalse();
    assertThat(lines)
        .anyMatch(line -> is(line, "who", "A") && is(line, "text", "waits for the lock"));
    assertThat(running.post("/console/races/nothing", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void auditReportsEveryInvariant() throws Exception {
    List<JsonNode> lines = running.lines("/console/audit", "{}");
    assertThat(lines.getFirst().has("progress")).isTrue();
    JsonNode summary = lines.getLast().path("summary");
    assertThat(summary.path("broken").asInt(-1)).isZero();
    assertThat(lines.stream().filter(line -> line.has("invariant")))
        .hasSize(summary.path("invariants").asInt());
  }

  @Test
  void databaseOfAnotherOwnerIsNotStopped() throws Exception {
    ConsoleStack own = running.stack;
    running.api.show(
        new Console(
            new ConsoleStack(
                own.api(),
                own.issuer(),
                own.functions(),
                own.environments(),
                own.logs(),
                own.database(),
                Optional.empty(),
                own.checks())));
    try {
      assertThat(running.post("/console/database", "{\"action\": \"stop\"}").statusCode())
          .isEqualTo(409);
      running.database.owner().connect().close();
    } finally {
      running.api.show(running.console);
    }
  }

  @Test
  void stoppedDatabaseIsShownAndComesBack() throws Exception {
    try (EventReader page = running.events()) {
      page.await("database", database -> is(database, "state", "up"));
      assertThat(running.post("/console/database", "{\"action\": \"stop\"}").statusCode())
          .isEqualTo(200);
      page.await("database", database -> is(database, "state", "stopped"));
      running.post("/console/database", "{\"action\": \"start\"}");
      Awaitility.await().until(() -> is(page.all("database").getLast(), "state", "up"));
    }
    List<JsonNode> next = running.lines("/console/send", RunningConsole.transfer(""));
    assertThat(next.getFirst().path("status").asInt()).isEqualTo(201);
  }
}
