package dev.interlock.emulator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.JacksonException;

/// openapi.yaml, and what its schemas accept.
public final class ApiDocument {
  public static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "https://interlock.test/openapi.json";

  private final JsonNode root;
  private final SchemaRegistry registry;

  private ApiDocument(JsonNode root) {
    this.root = root;
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(BASE, root.toString())));
  }

  public static ApiDocument read() {
    try {
      String yaml = Files.readString(ROOT.resolve("openapi.yaml"));
      Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return new ApiDocument(JSON.valueToTree(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The answers that events must get: of the repository, and of the functions that have their own.
  static List<Path> answers() throws IOException {
    List<Path> answers = new ArrayList<>();
    for (String folder : List.of("events", "functions")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".answer.json"))
            .filter(file -> !file.toString().contains("/target/"))
            .sorted()
            .forEach(answers::add);
      }
    }
    return answers;
  }

  /// Every operation with its place in the document, by its route such as `GET /accounts/{id}`.
  public Map<String, String> operations() {
    Map<String, String> operations = new LinkedHashMap<>();
    root.path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    operations.put(
                        method.toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        "/paths/" + path.getKey().replace("/", "~1") + "/" + method)));
    return operations;
  }

  private String operation(String route) {
    return Objects.requireNonNullElse(operations().get(route), "/no such operation");
  }

  /// The value at a pointer. If it is a reference, the value that it refers to.
  public JsonNode at(String pointer) {
    return root.at(definition(pointer));
  }

  /// Where the value at a pointer is defined, with the references on the way followed.
  String definition(String pointer) {
    int last = pointer.lastIndexOf('/');
    String place =
        last <= 0 ? pointer : definition(pointer.substring(0, last)) + pointer.substring(last);
    JsonNode reference = root.at(place).path("$ref");
    return reference.isTextual() ? definition(reference.asText().substring(1)) : place;
  }

  /// The place of the schema of a request's body; empty for a read.
  Optional<String> requestSchema(String route) {
    String pointer = operation(route) + "/requestBody/content/application~1json/schema";
    return Optional.of(pointer).filter(place -> !at(place).isMissingNode());
  }

  /// The rules of a body that its schema cannot state, as a function reports a violation: pointer
  /// and reason. Each with a change of the example that breaks it.
  Map<String, JsonNode> rules(String schema) {
    Map<String, JsonNode> rules = new LinkedHashMap<>();
    at(schema + "/x-rules")
        .forEach(rule ->
            rules.put(
                rule.path("pointer").asText() + " " + rule.path("reason").asText(),
                rule.path("change")));
    return rules;
  }

  /// The rules that a JSON text breaks.
  List<Error> errors(String schema, String json) {
    return schema(schema).validate(json, InputFormat.JSON);
  }

  /// Whether a text is JSON, with numbers of limited length, and breaks no rule.
  boolean accepts(String schema, String json) {
    try {
      return errors(schema, json).isEmpty();
    } catch (JacksonException malformed) {
      return false;
    }
  }

  private Schema schema(String pointer) {
    return registry.getSchema(SchemaLocation.of(BASE + "#" + definition(pointer)));
  }

  /// What an answer has that the document does not, or the other way round.
  ///
  /// @param headers by lower-case names
  public List<String> differences(
      String route, int status, Map<String, String> headers, String body) {
    String place = operation(route) + "/responses/" + status;
    if (root.at(place).isMissingNode()) {
      return List.of(route + " has no " + status);
    }
    String response = definition(place);
    String mediaType = String.valueOf(headers.get("content-type"));
    String schema = response + "/content/" + mediaType.replace("/", "~1") + "/schema";
    if (root.at(schema).isMissingNode()) {
      return List.of(route + " " + status + " has no " + mediaType);
    }
    List<String> differences =
        new ArrayList<>(errors(schema, body).stream().map(Error::toString).toList());
    Map<String, String> described = new LinkedHashMap<>();
    root.at(response + "/headers")
        .fieldNames()
        .forEachRemaining(name -> described.put(name.toLowerCase(Locale.ROOT), name));
    headers.forEach((name, value) -> {
      if (!name.equals("content-type") && !described.containsKey(name)) {
        differences.add(route + " " + status + " has no header " + name);
      } else if (described.containsKey(name)) {
        String header = definition(response + "/headers/" + described.get(name)) + "/schema";
        String type = at(header).path("type").asText("string");
        String json = type.equals("integer") ? value : JSON.valueToTree(value).toString();
        errors(header, json).forEach(error -> differences.add(name + ": " + error));
      }
    });
    described.forEach((lowerCase, name) -> {
      JsonNode header = at(response + "/headers/" + name);
      if (header.path("required").asBoolean() && !headers.containsKey(lowerCase)) {
        differences.add(route + " " + status + " lacks the header " + name);
      }
    });
    return differences;
  }
}
