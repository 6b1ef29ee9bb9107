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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The template as written. Rules read it, and mutants change it.
///
/// @param root with intrinsic functions in their long forms
record Deployment(Object root) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");

  static final Path FILE = Path.of("../..", "template.yaml").toAbsolutePath().normalize();

  static Deployment read() throws IOException {
    return parse(Files.readString(FILE));
  }

  static Deployment parse(String yaml) {
    return new Deployment(copy(Objects.requireNonNull(Node.longForm(new StringReader(yaml)))));
  }

  /// The value at the end of a path of keys, if the template has one.
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

  /// The map at the end of a path, created if it is missing.
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

  /// The alarm that a deployment waits for, by its reference or its name.
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

  /// A function's property, with that of all functions as its default.
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

  /// The logical ids and parameters that a value refers to.
  static Set<String> references(@Nullable Object value) {
    Set<String> names = new TreeSet<>();
    walk(
        value,
        "",
        (way, map) -> {
          if (map.get("Ref") instanceof String name) {
            names.add(name);
          }
          if (map.get("Fn::GetAtt") instanceof String attribute) {
            names.add(attribute);
          }
          VARIABLE
              .matcher(String.valueOf(map.get("Fn::Sub")))
              .results()
              .forEach(each -> names.add(each.group(1)));
        });
    // An attribute follows a dot. SAM's own ids, such as TransferFunction.Alias, have one too.
    return names.stream()
        .map(name -> name.replaceFirst("\\..*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The parameters that a value depends on, directly or through conditions.
  Set<String> parameters(@Nullable Object value) {
    Set<String> names = references(value);
    walk(
        value,
        "",
        (way, map) -> {
          if (map.get("Fn::If") instanceof List<?> choice) {
            names.addAll(parameters(at("Conditions", String.valueOf(choice.getFirst()))));
          }
        });
    names.retainAll(map("Parameters").keySet());
    return names;
  }

  /// The items of a list or a single value: IAM accepts either.
  static List<Object> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    return value == null ? new ArrayList<>() : new ArrayList<>(List.of(value));
  }

  static List<Object> values(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? new ArrayList<>(map.values()) : List.of();
  }

  /// Passes every map in a value to a visitor, with its path.
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

  // Copies into mutable lists and maps.
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
