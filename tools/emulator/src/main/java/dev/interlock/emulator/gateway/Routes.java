package dev.interlock.emulator.gateway;

import dev.interlock.emulator.template.Template;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request as API Gateway does: the most specific one, and none for a path
/// with a slash too many.
final class Routes {
  /// A route and what the path says for its variables, decoded.
  record Match(Template.Route route, Map<String, String> pathParameters) {
    /// The route as events name it.
    String key() {
      boolean byDefault = route.path().equals("$default");
      return byDefault ? "$default" : route.method() + " " + route.path();
    }
  }

  private final List<Template.Route> bySpecificity;

  Routes(List<Template.Route> routes) {
    bySpecificity =
        routes.stream()
            .sorted(
                Comparator.comparing(Routes::rank)
                    .thenComparing(route -> route.method().equals("ANY")))
            .toList();
  }

  /// Sorts like the paths' segments: a literal before a variable before a greedy one, from the
  /// left.
  private static String rank(Template.Route route) {
    StringBuilder rank = new StringBuilder();
    for (String segment : route.path().split("/", -1)) {
      boolean variable = segment.startsWith("{");
      rank.append(!variable ? '0' : segment.endsWith("+}") ? '2' : '1');
    }
    return route.path().equals("$default") ? "9" : rank.toString();
  }

  Optional<Match> match(String method, String rawPath) {
    for (Template.Route route : bySpecificity) {
      if (route.method().equals("ANY") || route.method().equals(method)) {
        Map<String, String> parameters = parameters(route.path(), rawPath);
        if (parameters != null) {
          return Optional.of(new Match(route, parameters));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Map<String, String> parameters(String pattern, String rawPath) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (pattern.equals("$default")) {
      return parameters;
    }
    String[] expected = pattern.split("/", -1);
    String[] actual = rawPath.split("/", -1);
    for (int i = 0; i < expected.length; i++) {
      String segment = expected[i];
      if (i >= actual.length) {
        return null;
      }
      if (segment.endsWith("+}")) {
        String rest = String.join("/", List.of(actual).subList(i, actual.length));
        parameters.put(segment.substring(1, segment.length() - 2), decoded(rest));
        return rest.isEmpty() ? null : parameters;
      }
      if (segment.startsWith("{") && !actual[i].isEmpty()) {
        parameters.put(segment.substring(1, segment.length() - 1), decoded(actual[i]));
      } else if (!segment.equals(decoded(actual[i]))) {
        return null;
      }
    }
    return expected.length == actual.length ? parameters : null;
  }

  /// A percent-encoding that is none stands for itself, and a plus in a path is a plus.
  static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException literal) {
      return text;
    }
  }
}
