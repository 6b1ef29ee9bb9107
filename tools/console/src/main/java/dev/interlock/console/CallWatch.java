package dev.interlock.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.audit.operation.Operations;
import dev.interlock.emulator.gateway.ApiCall;
import dev.interlock.emulator.gateway.CallListener;
import dev.interlock.emulator.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Shows the calls of the API, and how many there are. Calls that come faster than they can be
/// shown are only counted.
final class CallWatch implements Watch.Source, CallListener {
  private static final int WAITING_MAX = 1_000;
  private static final int SHOWN_PER_LOOK_MAX = 200;
  private static final int KEPT_MAX = 1_000;
  private static final String REPLAYED = "idempotency-replayed";

  /// A function's log line comes through a pipe, perhaps after its answer.
  private static final Duration LOG_LINE_MAX = Duration.ofMillis(50);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<ApiCall> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Deque<ObjectNode> kept = new ArrayDeque<>();
  private final LinkedHashMap<String, Integer> attempts = new LinkedHashMap<>();
  private final LoadCount load = new LoadCount();
  private final RowNames named;
  private final KeyView keys;
  private long number;

  CallWatch(RowNames named, KeyView keys) {
    this.named = named;
    this.keys = keys;
  }

  @Override
  public void answered(ApiCall call) {
    load.add(call.status(), call.took());
    waiting.offer(call);
  }

  @Override
  public void look(Shown shown) {
    Instant logged = Instant.now().minus(LOG_LINE_MAX);
    for (int number = 0; number < SHOWN_PER_LOOK_MAX; number++) {
      ApiCall next = waiting.peek();
      if (next == null || next.startedAt().plus(next.took()).isAfter(logged)) {
        break;
      }
      show(waiting.remove(), shown);
    }
    load.look(shown);
  }

  /// Notes the attempts in a log line of a function.
  void logged(String line) {
    if (line.startsWith("{\"operation\"")) {
      JsonNode json = parsed(line);
      String root = json.path("traceId").asText().replaceFirst(";.*", "");
      synchronized (attempts) {
        attempts.put(root, json.path("attempts").asInt());
        if (attempts.size() > KEPT_MAX) {
          attempts.pollFirstEntry();
        }
      }
    }
  }

  private Optional<Integer> attempts(ApiCall call) {
    synchronized (attempts) {
      return Optional.ofNullable(attempts.get(call.trace()));
    }
  }

  private void show(ApiCall call, Shown shown) {
    String operation = operation(call.route());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", number++).put("operation", operation);
    call.caller().ifPresent(caller -> json.put("caller", caller));
    String key = bare(call.key());
    if (!key.isEmpty()) {
      json.put("key", key);
      call.caller().ifPresent(caller -> keys.ask(new KeyName(caller, operation, key)));
    }
    json.put("status", call.status());
    String type = call.status() < 400 ? "" : parsed(call.answer()).path("type").asText();
    if (!type.isEmpty()) {
      json.put("type", type);
    }
    json.put("replayed", call.answerHeaders().containsKey(REPLAYED));
    attempts(call).ifPresent(number -> json.put("attempts", number));
    json.put("startedAt", Timestamps.rfc3339(call.startedAt()));
    json.put("durationMs", Math.round(call.took().toNanos() / 1e3) / 1e3);
    named.note(parsed(call.body()));
    keep(json);
    shown.show("call", json);
  }

  private void keep(ObjectNode call) {
    synchronized (kept) {
      kept.add(call);
      if (kept.size() > KEPT_MAX) {
        kept.remove();
      }
    }
  }

  /// The kept calls under a key.
  List<ObjectNode> under(KeyName key) {
    synchronized (kept) {
      return kept.stream()
          .filter(call ->
              key.equals(
                  new KeyName(
                      call.path("caller").asText(),
                      call.path("operation").asText(),
                      call.path("key").asText())))
          .toList();
    }
  }

  /// The operation that keeps the key of a POST: one that tools know, else the path's only segment
  /// in the singular, as `./interlock new` names them.
  private static String operation(Template.Route route) {
    if (!route.method().equals("POST")) {
      return route.method() + " " + route.path();
    }
    Optional<String> known =
        Operations.WRITES.stream()
            .filter(each -> each.route().equals(route.path()))
            .map(each -> each.name())
            .findFirst();
    return known.orElse(route.path().replaceAll("^/|s$", ""));
  }

  /// Both forms of a key name the same one.
  private static String bare(String key) {
    return key.replaceAll("^\"(.*)\"$", "$1");
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException noJson) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {}
}
