package dev.interlock.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the members of a request's query by the contract's rules and notes every violation.
public final class QueryMembers {

  private final Map<String, String> members;
  private final Violations violations;

  QueryMembers(Map<String, String> members, Violations violations) {
    this.members = members;
    this.violations = violations;
  }

  /// A member as it was sent. Repeated ones are joined by commas.
  Optional<String> text(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /// An integer within bounds, or `otherwise` when it is absent.
  public long integer(String name, long otherwise, long min, long max) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    Optional<Long> value = Members.integerOf(text.get(), min, max);
    if (value.isEmpty()) {
      violations.add("/" + name, "must be an integer from " + min + " to " + max);
    }
    return value.orElse(otherwise);
  }

  /// A text that matches a pattern as a whole, or `otherwise` when it is absent.
  ///
  /// @param rule completes "must be"
  public String matching(String name, String otherwise, Pattern pattern, String rule) {
    Optional<String> text = text(name);
    if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
      violations.add("/" + name, "must be " + rule);
    }
    return text.orElse(otherwise);
  }

  /// A text that `reader` understands, or `otherwise` when it is absent.
  ///
  /// @param rule completes "must be"
  public <T> T read(String name, T otherwise, Function<String, Optional<T>> reader, String rule) {
    Optional<String> text = text(name);
    Optional<T> value = text.flatMap(reader);
    if (text.isPresent() && value.isEmpty()) {
      violations.add("/" + name, "must be " + rule);
    }
    return value.orElse(otherwise);
  }
}
