package dev.interlock.emulator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.interlock.database.Database;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.template.Template;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.CapturedLog;
import dev.interlock.testkit.calls.Event;
import dev.interlock.write.StatementRunner;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// A request to a real function that has no database: one that gets as far as opening a connection
/// has accepted the request.
///
/// @param parameters by their places, such as `query limit` and `header If-Match`
record RequestWithoutDatabase(String route, Map<String, String> parameters, String body) {
  private static final StatementRunner RUNNER = new StatementRunner(noDatabase());

  private static final Map<String, RequestStreamHandler> FUNCTIONS = functions();

  private static Map<String, RequestStreamHandler> functions() {
    Map<String, RequestStreamHandler> functions = new HashMap<>();
    try {
      Template template = Repository.at(ApiDocument.ROOT).templateWithoutParameters();
      for (Template.Route route : template.routes()) {
        String handler =
            Objects.requireNonNull(template.functions().get(route.logicalId())).handler();
        functions.put(
            route.method() + " " + route.path(),
            Class.forName(handler)
                .asSubclass(RequestStreamHandler.class)
                .getConstructor(StatementRunner.class)
                .newInstance(RUNNER));
      }
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return functions;
  }

  private static Database noDatabase() {
    return () -> {
      throw new SQLException("there is no database", "XX000");
    };
  }

  RequestWithoutDatabase with(String place, String value) {
    Map<String, String> changed = new HashMap<>(parameters);
    changed.put(place, value);
    return new RequestWithoutDatabase(route, changed, body);
  }

  RequestWithoutDatabase without(String place) {
    Map<String, String> changed = new HashMap<>(parameters);
    changed.remove(place);
    return new RequestWithoutDatabase(route, changed, body);
  }

  RequestWithoutDatabase withBody(String changed) {
    return new RequestWithoutDatabase(route, parameters, changed);
  }

  /// Whether the function accepts it. A malformed id in a path is absent, not malformed.
  boolean isAccepted() {
    return answer().status() == 500;
  }

  /// What the function says is wrong with it: pointer and reason of each violation.
  Set<String> violations() {
    Set<String> violations = new TreeSet<>();
    try {
      ApiDocument.JSON
          .readTree(answer().bodyText())
          .path("violations")
          .forEach(violation ->
              violations.add(
                  violation.path("pointer").asText() + " " + violation.path("reason").asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return violations;
  }

  private Answer answer() {
    RequestStreamHandler function = Objects.requireNonNull(FUNCTIONS.get(route));
    Answer answer = CapturedLog.of(() -> Answer.of(function, event().json())).result();
    assertThat(answer.status()).as(answer.bodyText()).isIn(500, 400, 404, 428);
    return answer;
  }

  private Event event() {
    String path = route.substring(route.indexOf(' ') + 1);
    boolean write = route.startsWith("POST ");
    Event event = write ? Event.post(path).body(body) : Event.get(path);
    event.caller("alice");
    parameters.forEach((place, value) -> {
      String name = place.substring(place.indexOf(' ') + 1);
      switch (place.substring(0, place.indexOf(' '))) {
        case "path" -> event.path(name, value);
        case "query" -> event.query(name, value);
        default -> event.header(name.toLowerCase(Locale.ROOT), value);
      }
    });
    return event;
  }
}
