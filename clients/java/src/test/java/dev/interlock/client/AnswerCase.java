package dev.interlock.client;

import static dev.interlock.client.JsonMembers.has;
import static dev.interlock.client.JsonMembers.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A case of `clients/answers.json`, which the tests of all clients share.
///
/// @param command what is sent
record AnswerCase(JsonObject json, JsonObject command) {
  private static final Path FILE = Path.of("..", "answers.json");

  static List<AnswerCase> all() throws IOException {
    JsonObject file = JsonObject.parse(Files.readString(FILE)).orElseThrow();
    return file.objects("cases").stream()
        .map(each ->
            new AnswerCase(
                each,
                object(object(file, "commands"), each.optionalText("command").orElse("transfer"))))
        .toList();
  }

  String name() {
    return json.text("name");
  }

  boolean isRestored() {
    return has(json, "restored");
  }

  boolean isRefusedConnection() {
    return answers()
        .getFirst()
        .optionalText("fault")
        .filter("connection-refused"::equals)
        .isPresent();
  }

  List<JsonObject> answers() {
    return json.objects("answers");
  }

  JsonObject expect() {
    return object(json, "expect");
  }

  /// What the server does with each request.
  List<ScriptedApi.Turn> turns() {
    return answers().stream().map(AnswerCase::turn).toList();
  }

  private static ScriptedApi.Turn turn(JsonObject answer) {
    return switch (answer.optionalText("fault").orElse("none")) {
      case "none" -> whole(answer);
      case "reset-before-answer", "connection-refused" -> ScriptedApi.Turn.Silent.RESET;
      case "no-answer" -> ScriptedApi.Turn.Silent.NOTHING;
      case "reset-in-body" -> new ScriptedApi.Turn.Half(whole(answer), true);
      case "stall-in-body" -> new ScriptedApi.Turn.Half(whole(answer), false);
      default -> throw new IllegalArgumentException(answer.toString());
    };
  }

  private static ScriptedApi.Turn.Whole whole(JsonObject answer) {
    Map<String, String> headers = new HashMap<>();
    String body = answer.optionalText("text").orElse("");
    if (has(answer, "json")) {
      JsonObject document = object(answer, "json");
      body = document.toString();
      headers.put(
          "Content-Type", has(document, "type") ? "application/problem+json" : "application/json");
    }
    if (has(answer, "headers")) {
      object(answer, "headers")
          .members()
          .forEach((name, value) -> headers.put(name, (String) value));
    }
    return new ScriptedApi.Turn.Whole((int) answer.number("status"), headers, body);
  }

  /// The settings of the case, with the client's defaults for the rest.
  ClientSettings settings() {
    ClientSettings settings = ClientSettings.defaults();
    Optional<Duration> timeMax = json.optionalNumber("timeMaxMillis").map(Duration::ofMillis);
    Optional<Duration> answerMax = json.optionalNumber("answerMaxMillis").map(Duration::ofMillis);
    return settings
        .withTimeMax(timeMax.orElse(settings.timeMax()))
        .withAnswerMax(answerMax.orElse(settings.answerMax()));
  }

  /// The command, new or from its stored text.
  KeyedCommand<?> keyed() {
    CommandRequest<OtherReceipt> request =
        new CommandRequest<>() {
          @Override
          public String path() {
            return command.text("path");
          }

          @Override
          public Optional<String> ifMatch() {
            return command.optionalText("ifMatch");
          }

          @Override
          public JsonObject body() {
            return object(command, "body");
          }

          @Override
          public OtherReceipt receipt(JsonObject answer) {
            return new OtherReceipt(answer);
          }
        };
    KeyedCommand<OtherReceipt> made = KeyedCommand.of(request, command.text("key"));
    return isRestored() ? KeyedCommand.parse(made.toJson()) : made;
  }

  /// The name, so that a test shows it.
  @Override
  public String toString() {
    return name();
  }
}
