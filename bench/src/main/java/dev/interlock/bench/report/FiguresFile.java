package dev.interlock.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.bench.part.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The file with every value of every figure, one figure per line. A run of one part keeps the
/// figures of the others, and anybody may evaluate them differently.
final class FiguresFile {
  static final String NAME = "figures.json";
  private static final JsonMapper JSON = new JsonMapper();

  private FiguresFile() {}

  /// Reads the file. A missing file has no measurements.
  static Measurements read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return new Measurements(List.of());
    }
    try {
      List<PartRun> runs = new ArrayList<>();
      for (JsonNode run : required(JSON.readTree(file.toFile()), "parts")) {
        runs.add(run(run));
      }
      return new Measurements(runs);
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      throw new IOException(NAME + ": not a file of this benchmark", e);
    }
  }

  static void write(Path folder, Measurements measurements) throws IOException {
    List<String> runs = new ArrayList<>();
    for (PartRun run : measurements.runs()) {
      runs.add(text(run));
    }
    Files.writeString(
        folder.resolve(NAME), "{\"parts\": [\n" + String.join(",\n", runs) + "\n]}\n");
  }

  private static String text(PartRun run) throws JsonProcessingException {
    ObjectNode setup = JSON.createObjectNode();
    setup.put("part", run.part());
    setup.put("begun", run.begun().toString());
    setup.put("command", run.command());
    setup.set("surroundings", JSON.valueToTree(run.surroundings()));
    List<String> figures = new ArrayList<>();
    for (Figure figure : run.figures()) {
      figures.add("  " + JSON.writeValueAsString(node(figure)));
    }
    String head = JSON.writeValueAsString(setup);
    return head.substring(0, head.length() - 1)
        + ",\"figures\": [\n"
        + String.join(",\n", figures)
        + "\n]}";
  }

  private static ObjectNode node(Figure figure) {
    ObjectNode node = JSON.createObjectNode();
    node.put("subject", figure.subject());
    node.set("conditions", JSON.valueToTree(figure.conditions()));
    node.put("contender", figure.contender());
    node.put("metric", figure.metric());
    node.put("unit", figure.unit());
    ArrayNode values = node.putArray("values");
    for (double value : figure.values()) {
      add(values, value);
    }
    return node;
  }

  /// JSON cannot represent infinity and NaN: they become `null`.
  private static void add(ArrayNode values, double value) {
    if (!Double.isFinite(value)) {
      values.addNull();
    } else if (value == Math.rint(value)) {
      values.add((long) value);
    } else {
      values.add(value);
    }
  }

  private static PartRun run(JsonNode run) {
    String part = required(run, "part").asText();
    List<Figure> figures = new ArrayList<>();
    required(run, "figures").forEach(figure -> figures.add(figure(part, figure)));
    return new PartRun(
        part,
        Instant.parse(required(run, "begun").asText()),
        required(run, "command").asText(),
        texts(required(run, "surroundings")),
        figures);
  }

  private static Figure figure(String part, JsonNode figure) {
    List<Double> values = new ArrayList<>();
    required(figure, "values")
        .forEach(value -> values.add(value.isNumber() ? value.doubleValue() : Double.NaN));
    return new Figure(
        part,
        required(figure, "subject").asText(),
        texts(required(figure, "conditions")),
        required(figure, "contender").asText(),
        required(figure, "metric").asText(),
        required(figure, "unit").asText(),
        values);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }

  private static JsonNode required(JsonNode node, String member) {
    JsonNode value = node.get(member);
    if (value == null) {
      throw new IllegalArgumentException("no " + member);
    }
    return value;
  }
}
