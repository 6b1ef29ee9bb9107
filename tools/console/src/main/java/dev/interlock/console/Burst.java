package dev.interlock.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// One request, or copies of it at once, sent to the API as any client sends it.
final class Burst {
  private static final int COPIES_MAX = 64;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

  /// Every operation has the route of its name in the plural, also one that the console has no form
  /// for.
  private static final String OPERATION = "[a-z][a-z0-9-]{0,63}";

  private static final String CALLER = "[!-~]{1,128}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> keys;
  private final List<HttpRequest> requests;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger replayed = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();

  /// Checks the command before anything is sent.
  Burst(ConsoleStack stack, ObjectNode command) throws RefusedCommand {
    String operation = command.path("operation").asText();
    if (!operation.matches(OPERATION)) {
      throw RefusedCommand.malformed("There is no such operation.");
    }
    String caller = command.path("caller").asText();
    int copies = command.path("copies").asInt(1);
    if (!caller.matches(CALLER) || copies < 1 || copies > COPIES_MAX) {
      throw RefusedCommand.malformed("A caller sends 1 to " + COPIES_MAX + " copies.");
    }
    keys = keys(command, copies);
    String token = stack.issuer().token(stack.api().url(), caller, TOKEN_LIFETIME);
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(stack.api().url() + "/" + operation + "s"))
              .timeout(ANSWER_MAX)
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(command.path("body").toString()));
      JsonNode version = command.path("ifMatch");
      if (!version.isMissingNode() && !version.isNull()) {
        request.header("If-Match", version.isNumber() ? "\"" + version + "\"" : version.asText());
      }
      requests =
          keys.stream().map(key -> request.copy().header("Idempotency-Key", key).build()).toList();
    } catch (IllegalArgumentException noHeader) {
      throw RefusedCommand.malformed("A key and If-Match are texts without control characters.");
    }
  }

  private static List<String> keys(ObjectNode command, int copies) {
    String random = "console-%08x".formatted(ThreadLocalRandom.current().nextInt());
    String key = command.path("key").asText(random);
    return command.path("keys").asText("one").equals("many")
        ? Stream.iterate(1, n -> n + 1).limit(copies).map(n -> key + "-" + n).toList()
        : Stream.generate(() -> key).limit(copies).toList();
  }

  /// Sends all copies and reports each as it ends, then their number.
  void send(JsonLines lines) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      long start = System.nanoTime();
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int copy = 0; copy < requests.size(); copy++) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("call", copy + 1).put("key", keys.get(copy)).put("startedMs", millisSince(start));
        all.add(
            client
                .sendAsync(requests.get(copy), BodyHandlers.ofString())
                .handle((answer, failure) -> {
                  line.put("endedMs", millisSince(start));
                  lines.add(failure == null ? answered(line, answer) : unanswered(line));
                  return null;
                }));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }
    ObjectNode last = JsonNodeFactory.instance.objectNode();
    last.putObject("summary")
        .put("accepted", accepted.get())
        .put("refused", refused.get())
        .put("replayed", replayed.get())
        .put("unanswered", unanswered.get());
    lines.add(last);
  }

  private static double millisSince(long startNanos) {
    return Math.round((System.nanoTime() - startNanos) / 1e3) / 1e3;
  }

  private ObjectNode unanswered(ObjectNode line) {
    unanswered.incrementAndGet();
    return line.put("status", 0).put("replayed", false);
  }

  private ObjectNode answered(ObjectNode line, HttpResponse<String> answer) {
    boolean again = answer.headers().firstValue("idempotency-replayed").isPresent();
    line.put("status", answer.statusCode()).put("replayed", again);
    JsonNode body = body(answer.body());
    for (String member : List.of("type", "title")) {
      if (answer.statusCode() >= 400 && body.has(member)) {
        line.put(member, body.path(member).asText());
      }
    }
    line.set("body", body);
    count(answer.statusCode(), again);
    return line;
  }

  private void count(int status, boolean again) {
    if (again) {
      replayed.incrementAndGet();
    } else if (status >= 500) {
      unanswered.incrementAndGet();
    } else if (status >= 400) {
      refused.incrementAndGet();
    } else {
      accepted.incrementAndGet();
    }
  }

  private static JsonNode body(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException noJson) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }
}
