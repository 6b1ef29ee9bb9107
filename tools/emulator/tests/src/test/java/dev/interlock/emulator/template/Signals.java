package dev.interlock.emulator.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.api.Problem;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.write.StatementRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The metrics that the functions send to CloudWatch, taken from their log lines, so that no alarm
/// can wait for a metric that does not exist.
///
/// @param operations the operation in the log lines of each handler class
/// @param dimensions the sets of dimensions of each metric
/// @param outcomes the names of all problems
/// @param members the members of the log lines
record Signals(
    String namespace,
    Map<String, String> operations,
    Map<String, Set<Set<String>>> dimensions,
    Set<String> outcomes,
    Set<String> members) {

  /// A read, which reaches the database in functions that read; writes reject it.
  private static final Event READ =
      Event.get("/accounts/{id}")
          .caller("alice")
          .path("id", "a0000000-0000-4000-8000-000000000001");

  /// Runs each handler once, on an event that it cannot answer, and reads its log line.
  static Signals of(List<String> handlers) throws ReflectiveOperationException, IOException {
    Map<String, String> operations = new HashMap<>();
    Map<String, Set<Set<String>>> dimensions = new HashMap<>();
    Set<String> members = new HashSet<>();
    String namespace = "";
    for (String handler : handlers) {
      JsonNode line = line(handler);
      operations.put(handler, line.at("/operation").textValue());
      line.fieldNames().forEachRemaining(members::add);
      for (JsonNode directive : line.at("/_aws/CloudWatchMetrics")) {
        namespace = directive.at("/Namespace").textValue();
        Set<Set<String>> sets = sets(directive.at("/Dimensions"));
        directive
            .at("/Metrics")
            .forEach(metric ->
                dimensions
                    .computeIfAbsent(metric.at("/Name").textValue(), name -> new HashSet<>())
                    .addAll(sets));
      }
    }
    return new Signals(namespace, operations, dimensions, problems(), members);
  }

  private static Set<Set<String>> sets(JsonNode dimensions) {
    Set<Set<String>> sets = new HashSet<>();
    for (JsonNode each : dimensions) {
      Set<String> names = new HashSet<>();
      each.forEach(name -> names.add(name.textValue()));
      sets.add(names);
    }
    return sets;
  }

  /// The same signals with one more function.
  Signals with(String handler, String operation) {
    Map<String, String> more = new HashMap<>(operations);
    more.put(handler, operation);
    return new Signals(namespace, more, dimensions, outcomes, members);
  }

  private static JsonNode line(String handler) throws ReflectiveOperationException, IOException {
    StatementRunner writes =
        new StatementRunner(() -> {
          throw new SQLException("no such table", "42P01");
        });
    RequestStreamHandler function =
        Class.forName(handler)
            .asSubclass(RequestStreamHandler.class)
            .getConstructor(StatementRunner.class)
            .newInstance(writes);
    PrintStream before = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, UTF_8));
    try {
      Answer.of(function, READ.json());
    } finally {
      System.setOut(before);
    }
    return new ObjectMapper().readTree(written.toString(UTF_8));
  }

  private static Set<String> problems() throws ReflectiveOperationException {
    Set<String> names = new HashSet<>();
    List<Method> factories =
        Arrays.stream(Problem.class.getMethods())
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getReturnType() == Problem.class)
            .filter(method -> method.getParameterCount() == 0)
            .toList();
    for (Method factory : factories) {
      names.add(((Problem) factory.invoke(null)).name());
    }
    return names;
  }
}
