package dev.interlock.emulator.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.api.Problem;
import dev.interlock.testkit.Answer;
import dev.interlock.testkit.Event;
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

/// What the functions really tell CloudWatch: asked of themselves, so that an alarm cannot wait for
/// a metric that nobody sends.
///
/// @param operations of each handler class, the operation in its lines
/// @param dimensions of each metric, the sets of dimensions that it is sent with
/// @param outcomes the names of all problems
record Signals(
    String namespace,
    Map<String, String> operations,
    Map<String, Set<Set<String>>> dimensions,
    Set<String> outcomes) {

  /// Runs each handler once, on an event without a caller, and reads what it logs.
  static Signals of(List<String> handlers) throws ReflectiveOperationException, IOException {
    Map<String, String> operations = new HashMap<>();
    Map<String, Set<Set<String>>> dimensions = new HashMap<>();
    String namespace = "";
    for (String handler : handlers) {
      JsonNode line = line(handler);
      operations.put(handler, line.at("/operation").textValue());
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
    return new Signals(namespace, operations, dimensions, problems());
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

  /// The same with one function more.
  Signals with(String handler, String operation) {
    Map<String, String> more = new HashMap<>(operations);
    more.put(handler, operation);
    return new Signals(namespace, more, dimensions, outcomes);
  }

  private static JsonNode line(String handler) throws ReflectiveOperationException, IOException {
    StatementRunner writes =
        new StatementRunner(() -> {
          throw new SQLException("no database", "08001");
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
      Answer.of(function, Event.get("/").json());
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
