package dev.interlock.audit.operation;

import java.util.regex.Matcher;

/// An operation of the HTTP API, as tools know it. [Operations] lists them.
public sealed interface Operation permits ReadOperation, WriteOperation {

  /// The name in histories and, for a write, in the keys that it stores.
  String name();

  /// The logical id in `template.yaml` of the function that serves it.
  String function();

  /// The path of its route, as `template.yaml` has it: `/stock/{location}/{sku}`.
  String route();

  /// The path of a request, with these values in place of the route's parameters.
  default String path(Object... values) {
    String path = route();
    for (Object value : values) {
      path = path.replaceFirst("\\{[^}]*}", Matcher.quoteReplacement(value.toString()));
    }
    return path;
  }
}
