package dev.interlock.emulator.template;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The template as it is written, to be looked at and, for mutants, to be changed.
///
/// @param root with CloudFormation's functions in their long forms
record Deployment(Object root) {

  static final Path FILE = Path.of("../..", "template.yaml").toAbsolutePath().normalize();

  static Deployment read() throws IOException {
    return parse(Files.readString(FILE));
  }

  static Deployment parse(String yaml) {
    return new Deployment(copy(Objects.requireNonNull(Node.longForm(new StringReader(yaml)))));
  }

  /// What is at the end of a path of keys; nothing where the path leaves the template.
  static @Nullable Object at(@Nullable Object from, String... path) {
    Object here = from;
    for (String key : path) {
      here = here instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return here;
  }

  @Nullable Object at(String... path) {
    return at(root, path);
  }

  /// The map there, made when there is none.
  Map<String, Object> map(String... path) {
    Map<String, Object> here = cast(root);
    for (String key : path) {
      here = cast(here.computeIfAbsent(key, name -> new LinkedHashMap<String, Object>()));
    }
    return here;
  }

  /// The properties of every resource of a type, by logical id.
  Map<String, Object> ofType(String type) {
    Map<String, Object> found = new LinkedHashMap<>();
    map("Resources")
        .forEach((id, resource) -> {
          if (type.equals(at(resource, "Type"))) {
            found.put(id, Objects.requireNonNullElse(at(resource, "Properties"), Map.of()));
          }
        });
    return found;
  }

  Map<String, Object> functions() {
    return ofType("AWS::Serverless::Function");
  }

  Map<String, Object> alarms() {
    return ofType("AWS::CloudWatch::Alarm");
  }

  /// The alarm that a deployment waits for, named by a reference or by what it is called.
  Optional<Map.Entry<String, Object>> alarm(Object named) {
    return alarms().entrySet().stream()
        .filter(alarm ->
            alarm.getKey().equals(referenced(named))
                || named.equals(at(alarm.getValue(), "AlarmName")))
        .findFirst();
  }

  /// Whether all deployments wait for this alarm.
  boolean rollsBack(String id) {
    return list(at("Globals", "Function", "DeploymentPreference", "Alarms")).stream()
        .anyMatch(named -> alarm(named).map(Map.Entry::getKey).equals(Optional.of(id)));
  }

  /// A function's own property, or that of all functions.
  @Nullable Object property(Object function, String... path) {
    Object own = at(function, path);
    return own != null ? own : at(at("Globals", "Function"), path);
  }

  /// `METHOD /path` of each of a function's routes.
  static List<String> routes(Object function) {
    List<String> routes = new ArrayList<>();
    for (Object event : values(at(function, "Events"))) {
      routes.add(at(event, "Properties", "Method") + " " + at(event, "Properties", "Path"));
    }
    return routes;
  }

  /// The logical id that `!Ref` or the first part of `!GetAtt` names.
  static @Nullable String referenced(@Nullable Object value) {
    if (at(value, "Ref") instanceof String id) {
      return id;
    }
    return at(value, "Fn::GetAtt") instanceof String attribute
        ? attribute.replaceFirst("\\..*", "")
        : null;
  }

  /// The items of a list, and what a lone value is: IAM takes either.
  static List<Object> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    return value == null ? new ArrayList<>() : new ArrayList<>(List.of(value));
  }

  static List<Object> values(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? new ArrayList<>(map.values()) : List.of();
  }

  /// Shows every map within to a visitor, with the way to it.
  static void walk(@Nullable Object value, String way, BiConsumer<String, Map<?, ?>> visitor) {
    if (value instanceof Map<?, ?> map) {
      visitor.accept(way, map);
      map.forEach((key, each) -> walk(each, way + "/" + key, visitor));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> walk(each, way, visitor));
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> cast(Object map) {
    return (Map<String, Object>) map;
  }

  // Lists and maps that can be changed, whatever they were read into.
  private static Object copy(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(String.valueOf(key), copy(each)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return new ArrayList<>(list.stream().map(Deployment::copy).toList());
    }
    return value;
  }
}
