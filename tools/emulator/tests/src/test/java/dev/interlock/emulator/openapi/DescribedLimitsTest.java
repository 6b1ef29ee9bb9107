package dev.interlock.emulator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// At both edges of every limit the description accepts what the real functions accept, and refuses
/// what they refuse.
@ResourceLock(Resources.SYSTEM_OUT)
class DescribedLimitsTest {
  /// Writes unpaired surrogates, which UTF-8 cannot encode, as escapes.
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ApiDocument DOCUMENT = ApiDocument.read();

  static Set<String> routes() {
    return DOCUMENT.operations().keySet();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void ofParametersAreThoseOfTheFunction(String route) {
    RequestWithoutDatabase valid = valid(route);
    assertThat(valid.isAccepted()).isTrue();
    List<String> differences = new ArrayList<>();
    for (String parameter : parameters(route)) {
      String place = place(parameter);
      String schema = DOCUMENT.definition(parameter + "/schema");
      for (String value : parameterValues(schema)) {
        boolean described = DOCUMENT.accepts(schema, json(schema, value));
        if (described && isOpaque(schema) && !examples(schema).contains(value)) {
          continue;
        }
        compare(differences, described, valid.with(place, value), place + " = " + value);
      }
      if (!place.startsWith("path ")) {
        boolean required = DOCUMENT.at(parameter).path("required").asBoolean();
        compare(differences, !required, valid.without(place), "no " + place);
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void ofBodiesAreThoseOfTheFunction(String route) {
    String schema = DOCUMENT.requestSchema(route).orElse("");
    if (schema.isEmpty()) {
      return;
    }
    RequestWithoutDatabase valid = valid(route);
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> body : bodies(schema).entrySet()) {
      RequestWithoutDatabase request = valid.withBody(body.getValue());
      boolean described = DOCUMENT.accepts(schema, body.getValue());
      if (!described || !breaksOnly(DOCUMENT.rules(schema), request)) {
        compare(differences, described, request, body.getKey());
      }
    }
    assertThat(differences).isEmpty();
  }

  private static void compare(
      List<String> differences, boolean described, RequestWithoutDatabase request, String what) {
    if (described != request.isAccepted()) {
      differences.add(
          what
              + (described
                  ? ": only the description accepts it"
                  : ": only the function accepts it"));
    }
  }

  private static boolean breaksOnly(Map<String, JsonNode> rules, RequestWithoutDatabase request) {
    Set<String> violations = request.violations();
    return !violations.isEmpty() && rules.keySet().containsAll(violations);
  }

  /// What a schema cannot state, such as a rule about two members, is listed beside it with a
  /// change of the example that breaks it.
  @ParameterizedTest
  @MethodSource("routes")
  void aRuleBeyondTheSchemaIsThatOfTheFunction(String route) {
    String schema = DOCUMENT.requestSchema(route).orElse("");
    DOCUMENT
        .rules(schema)
        .forEach((rule, change) -> {
          ObjectNode body = example(schema);
          change.properties().forEach(member -> body.set(member.getKey(), member.getValue()));
          assertThat(DOCUMENT.errors(schema, body.toString())).as(rule).isEmpty();
          assertThat(valid(route).withBody(body.toString()).violations()).containsExactly(rule);
        });
  }

  @Test
  void anEntityTagBeyondTheLargestIntegerIsRefused() {
    String tag = "\"9007199254740992\"";
    assertThat(DOCUMENT.accepts("/components/schemas/EntityTag", text(NODES.textNode(tag))))
        .isTrue();
    RequestWithoutDatabase valid = valid("POST /permission-changes");
    assertThat(valid.with("header If-Match", tag).isAccepted()).isFalse();
  }

  /// A pattern cannot tell the cursors that pages end with from other texts of that form.
  @Test
  void aCursorThatEndsNoPageIsRefused() {
    RequestWithoutDatabase valid = valid("GET /accounts/{id}/holds");
    assertThat(DOCUMENT.accepts("/components/schemas/Cursor", "\"invented\"")).isTrue();
    assertThat(valid.with("query after", "invented").isAccepted()).isFalse();
  }

  /// Otherwise an edge would not be one.
  @ParameterizedTest
  @MethodSource("routes")
  void edgesHaveTwoSides(String route) {
    Set<String> schemas = new TreeSet<>();
    for (String parameter : parameters(route)) {
      schemas.add(DOCUMENT.definition(parameter + "/schema"));
    }
    DOCUMENT.requestSchema(route).ifPresent(body -> addProperties(body, schemas));
    schemas.removeIf(schema -> !DOCUMENT.at(schema).has("pattern"));
    for (String schema : schemas) {
      assertThat(textsOf(schema, ""))
          .as(schema)
          .anyMatch(text -> accepts(schema, text))
          .anyMatch(text -> !accepts(schema, text));
    }
  }

  private static void addProperties(String schema, Set<String> schemas) {
    String properties = DOCUMENT.definition(schema) + "/properties";
    DOCUMENT
        .at(properties)
        .fieldNames()
        .forEachRemaining(name -> {
          String property = DOCUMENT.definition(properties + "/" + name);
          schemas.add(property);
          if (DOCUMENT.at(property).has("items")) {
            addProperties(property + "/items", schemas);
          }
        });
  }

  private static boolean accepts(String schema, String text) {
    return DOCUMENT.accepts(schema, text(NODES.textNode(text)));
  }

  private static RequestWithoutDatabase valid(String route) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : parameters(route)) {
      if (DOCUMENT.at(parameter).path("required").asBoolean()) {
        String schema = DOCUMENT.definition(parameter + "/schema");
        parameters.put(place(parameter), DOCUMENT.at(schema).at("/examples/0").asText());
      }
    }
    String body =
        DOCUMENT.requestSchema(route).map(schema -> example(schema).toString()).orElse("");
    return new RequestWithoutDatabase(route, parameters, body);
  }

  private static ObjectNode example(String schema) {
    return (ObjectNode) DOCUMENT.at(DOCUMENT.definition(schema)).at("/examples/0").deepCopy();
  }

  private static List<String> parameters(String route) {
    String list = DOCUMENT.operations().get(route) + "/parameters";
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < DOCUMENT.at(list).size(); i++) {
      parameters.add(DOCUMENT.definition(list + "/" + i));
    }
    return parameters;
  }

  private static String place(String parameter) {
    JsonNode described = DOCUMENT.at(parameter);
    return described.path("in").asText() + " " + described.path("name").asText();
  }

  private static boolean isInteger(String schema) {
    return DOCUMENT.at(schema).path("type").asText().equals("integer");
  }

  private static List<String> parameterValues(String schema) {
    if (isInteger(schema)) {
      List<String> values = new ArrayList<>(List.of("", "x", "+1", "01"));
      edges(DOCUMENT.at(schema), "minimum", "maximum").forEach(edge -> values.add(edge.toString()));
      return values;
    }
    return List.copyOf(textsOf(schema, ""));
  }

  /// @param now the text that the example of the request has there
  private static Set<String> textsOf(String schema, String now) {
    Set<String> within = examples(schema);
    within.add(now);
    Set<String> texts = EdgeTexts.around(within, text -> accepts(schema, text));
    assertThat(texts)
        .as("%s needs examples, to find texts at its edges", schema)
        .hasSizeGreaterThan(1);
    return texts;
  }

  private static Set<String> examples(String schema) {
    Set<String> examples = new TreeSet<>();
    DOCUMENT.at(schema).path("examples").forEach(example -> examples.add(example.asText()));
    return examples;
  }

  /// Whether callers can only send back what they were given.
  private static boolean isOpaque(String schema) {
    return DOCUMENT.at(schema).path("x-opaque").asBoolean();
  }

  /// A parameter's text as the JSON value that its schema describes.
  private static String json(String schema, String value) {
    boolean number = isInteger(schema) && value.matches("0|-?[1-9][0-9]*");
    return number ? value : text(NODES.textNode(value));
  }

  private static List<BigInteger> edges(JsonNode schema, String lowest, String highest) {
    List<BigInteger> edges = new ArrayList<>();
    if (schema.has(lowest)) {
      edges.add(schema.get(lowest).bigIntegerValue());
      edges.add(schema.get(lowest).bigIntegerValue().subtract(BigInteger.ONE));
    }
    if (schema.has(highest)) {
      edges.add(schema.get(highest).bigIntegerValue());
      edges.add(schema.get(highest).bigIntegerValue().add(BigInteger.ONE));
    }
    return edges;
  }

  /// The example of a request, changed in one place each, by what was changed.
  private static Map<String, String> bodies(String schema) {
    Map<String, String> bodies = new TreeMap<>();
    change(DOCUMENT.definition(schema), "", example(schema), bodies);
    return bodies;
  }

  private static void change(
      String schema, String pointer, ObjectNode root, Map<String, String> bodies) {
    ObjectNode object = (ObjectNode) root.at(pointer);
    String properties = DOCUMENT.definition(schema) + "/properties/";
    put(bodies, root, pointer, "unknown", NODES.numberNode(1));
    DOCUMENT
        .at(DOCUMENT.definition(schema) + "/properties")
        .fieldNames()
        .forEachRemaining(name -> {
          String property = DOCUMENT.definition(properties + name);
          values(property, object.path(name))
              .forEach(value -> put(bodies, root, pointer, name, value));
          remove(bodies, root, pointer, name);
          if (DOCUMENT.at(property).has("items") && object.has(name)) {
            change(property + "/items", pointer + "/" + name + "/0", root, bodies);
          }
        });
  }

  private static List<JsonNode> values(String schema, JsonNode now) {
    JsonNode described = DOCUMENT.at(schema);
    List<JsonNode> values = new ArrayList<>();
    values.add(NODES.nullNode());
    values.add(NODES.booleanNode(true));
    values.add(NODES.numberNode(1));
    values.add(NODES.numberNode(1.5));
    values.add(NODES.textNode("1"));
    values.add(NODES.arrayNode());
    values.add(NODES.objectNode());
    edges(described, "minimum", "maximum").forEach(edge -> values.add(NODES.numberNode(edge)));
    if (described.has("enum")) {
      described
          .path("enum")
          .forEach(each -> {
            values.add(each);
            values.add(NODES.textNode(each.asText() + "s"));
          });
    } else if (described.path("type").asText().equals("string")) {
      textsOf(schema, now.asText()).forEach(text -> values.add(NODES.textNode(text)));
    }
    for (BigInteger size : edges(described, "minItems", "maxItems")) {
      ArrayNode items = NODES.arrayNode();
      for (int i = 0; i < size.intValue(); i++) {
        items.add(now.path(0));
      }
      values.add(items);
    }
    return values;
  }

  private static void put(
      Map<String, String> bodies, ObjectNode root, String pointer, String name, JsonNode value) {
    ObjectNode changed = root.deepCopy();
    ((ObjectNode) changed.at(pointer)).set(name, value);
    bodies.put(pointer + "/" + name + " = " + text(value), text(changed));
  }

  private static void remove(
      Map<String, String> bodies, ObjectNode root, String pointer, String name) {
    ObjectNode changed = root.deepCopy();
    ((ObjectNode) changed.at(pointer)).remove(name);
    bodies.put("no " + pointer + "/" + name, text(changed));
  }

  private static String text(JsonNode value) {
    try {
      return ASCII.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
