package dev.interlock.client;

import java.util.List;
import java.util.Objects;

/// Members that answers do not have, but the file of cases does.
final class JsonMembers {
  private JsonMembers() {}

  static boolean has(JsonObject object, String name) {
    return object.members().containsKey(name);
  }

  /// The items of an array of one type.
  static <T> List<T> list(JsonObject object, String name, Class<T> type) {
    List<?> items = (List<?>) Objects.requireNonNull(object.members().get(name), name);
    return items.stream().map(type::cast).toList();
  }

  static JsonObject object(JsonObject object, String name) {
    return (JsonObject) Objects.requireNonNull(object.members().get(name), name);
  }
}
