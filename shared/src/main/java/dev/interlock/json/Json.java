package dev.interlock.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON value, read strictly: text that two parsers could read differently is rejected, and a
/// number keeps its literal, so that nothing is rounded before it is checked.
public sealed interface Json {

  /// An object: members in the order of the text, with unique names.
  record Obj(Map<String, Json> members) implements Json {

    /// The member of that name, if there is one.
    public Optional<Json> member(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /// The text of a required member, as in details that our own statements wrote.
    ///
    /// @throws IllegalStateException when it is missing or not a string
    public String text(String name) {
      if (members.get(name) instanceof Text(String value)) {
        return value;
      }
      throw new IllegalStateException("no text member " + name);
    }

    /// Whether the object has such a member.
    public boolean has(String name) {
      return members.containsKey(name);
    }

    /// The object in a required member.
    ///
    /// @throws IllegalStateException when it is missing or not an object
    public Obj object(String name) {
      if (members.get(name) instanceof Obj object) {
        return object;
      }
      throw new IllegalStateException("no object member " + name);
    }

    /// The integer of a required member.
    ///
    /// @throws IllegalStateException when it is missing or not an integer
    public long integer(String name) {
      if (members.get(name) instanceof Num(String literal)) {
        return Long.parseLong(literal);
      }
      throw new IllegalStateException("no integer member " + name);
    }
  }

  /// An array.
  record Arr(List<Json> items) implements Json {}

  /// A string.
  record Text(String value) implements Json {}

  /// A number, as it was written: `1`, `1.0` and `1e2` are three different literals.
  record Num(String literal) implements Json {}

  /// `true` or `false`.
  record Bool(boolean value) implements Json {}

  /// `null`.
  record Null() implements Json {}

  /// Reads a text that must be one JSON object and nothing else, nested 8 deep at most.
  ///
  /// The caller bounds the size of the text.
  ///
  /// @throws MalformedJsonException when it is anything else
  static Obj object(String text) throws MalformedJsonException {
    return JsonReader.object(text);
  }

  /// Whether a text has an unpaired surrogate, which UTF-8 cannot encode.
  static boolean hasUnpairedSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
