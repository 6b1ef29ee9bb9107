package dev.interlock.api;

import dev.interlock.json.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads the members of a JSON object by the contract's rules and notes every violation.
///
/// For a member that breaks its rule it returns a placeholder, so that all violations are found:
/// call [Violations#refuseIfAny] before using any of the values.
public final class Members {

  /// The largest integer that every JSON parser represents exactly: 2^53 - 1.
  public static final long INTEGER_MAX = (1L << 53) - 1;

  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");
  private static final Pattern UUID_TEXT =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final UUID PLACEHOLDER = new UUID(0, 0);

  private final Json.Obj object;
  private final String parent;
  private final Violations violations;
  private final Set<String> known = new HashSet<>();

  /// Reads the members of a request's body.
  public Members(Json.Obj body, Violations violations) {
    this(body, "", violations);
  }

  Members(Json.Obj object, String parent, Violations violations) {
    this.object = object;
    this.parent = parent;
    this.violations = violations;
  }

  /// A UUID in its 36-character form, in either case of letters.
  public UUID uuid(String name) {
    return text(name)
        .flatMap(text -> {
          Optional<UUID> uuid = uuidOf(text);
          if (uuid.isEmpty()) {
            violate(name, "must be a UUID in its 36-character form");
          }
          return uuid;
        })
        .orElse(PLACEHOLDER);
  }

  /// An integer literal: no fraction, no exponent, no leading zero.
  public long integer(String name, long min, long max) {
    Optional<Json> member = required(name);
    if (member.isEmpty()) {
      return min;
    }
    if (member.get() instanceof Json.Num(String literal)) {
      Optional<Long> value = integerOf(literal, min, max);
      if (value.isPresent()) {
        return value.get();
      }
    }
    violate(name, "must be an integer from " + min + " to " + max);
    return min;
  }

  /// A text that matches a pattern as a whole; `rule` completes "must be".
  public String matching(String name, Pattern pattern, String rule) {
    return text(name)
        .filter(text -> {
          boolean matches = pattern.matcher(text).matches();
          if (!matches) {
            violate(name, "must be " + rule);
          }
          return matches;
        })
        .orElse("");
  }

  /// A text of 1 to `codePointsMax` code points without control characters, or absent.
  public Optional<String> optionalText(String name, int codePointsMax) {
    known.add(name);
    return object.member(name).isEmpty()
        ? Optional.empty()
        : text(name).filter(text -> isPlain(name, text, codePointsMax));
  }

  /// An instant as `YYYY-MM-DDTHH:MM:SS[.1-6 digits]Z`, or absent.
  public Optional<Instant> optionalTime(String name) {
    known.add(name);
    return object.member(name).isEmpty() ? Optional.empty() : timeOf(name);
  }

  /// An instant as `YYYY-MM-DDTHH:MM:SS[.1-6 digits]Z`.
  public Instant time(String name) {
    return timeOf(name).orElse(Instant.EPOCH);
  }

  private Optional<Instant> timeOf(String name) {
    return text(name)
        .flatMap(text -> {
          Optional<Instant> time = Timestamps.instantOf(text);
          if (time.isEmpty()) {
            violate(name, "must be a time as YYYY-MM-DDTHH:MM:SS[.1-6 digits]Z");
          }
          return time;
        });
  }

  /// Whether the member is present, with any value.
  public boolean has(String name) {
    return object.has(name);
  }

  /// An array of 1 to `itemsMax` objects, each read by `item`.
  public void objects(String name, int itemsMax, Consumer<Members> item) {
    objects(name, 1, itemsMax, item);
  }

  /// An array of `itemsMin` to `itemsMax` objects, each read by `item`.
  public void objects(String name, int itemsMin, int itemsMax, Consumer<Members> item) {
    Optional<Json> member = required(name);
    if (member.isEmpty()) {
      return;
    }
    if (!(member.get() instanceof Json.Arr(List<Json> items))) {
      violate(name, "must be an array");
      return;
    }
    if (items.size() < itemsMin || items.size() > itemsMax) {
      violate(name, "must have " + itemsMin + " to " + itemsMax + " items");
    }
    for (int i = 0; i < items.size(); i++) {
      String pointer = parent + "/" + name + "/" + i;
      if (items.get(i) instanceof Json.Obj object) {
        item.accept(new Members(object, pointer, violations));
      } else {
        violations.add(pointer, "must be an object");
      }
    }
  }

  /// Reports every member that has not been read as unknown. Call it last.
  public void noOthers() {
    object.members().keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> violate(name, "is not a member of this request"));
  }

  /// A UUID in its 36-character form; `UUID.fromString` would take `1-1-1-1-1` too.
  public static Optional<UUID> uuidOf(String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(UUID.fromString(text.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /// An integer as JSON writes it, within bounds.
  public static Optional<Long> integerOf(String literal, long min, long max) {
    // 19 digits may exceed a long, which parseLong then rejects.
    if (!INTEGER.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(literal)).filter(value -> value >= min && value <= max);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean isPlain(String name, String text, int codePointsMax) {
    long codePoints = text.codePointCount(0, text.length());
    boolean plain =
        codePoints >= 1
            && codePoints <= codePointsMax
            && !Json.hasUnpairedSurrogate(text)
            && text.codePoints().noneMatch(c -> Character.getType(c) == Character.CONTROL);
    if (!plain) {
      violate(name, "must be 1 to " + codePointsMax + " characters without control characters");
    }
    return plain;
  }

  private Optional<String> text(String name) {
    Optional<Json> member = required(name);
    if (member.isPresent() && member.get() instanceof Json.Text(String value)) {
      return Optional.of(value);
    }
    member.ifPresent(wrong -> violate(name, "must be a string"));
    return Optional.empty();
  }

  private Optional<Json> required(String name) {
    known.add(name);
    Optional<Json> member = object.member(name);
    if (member.isEmpty()) {
      violate(name, "is required");
    }
    return member;
  }

  private void violate(String name, String reason) {
    violations.add(parent + "/" + Violations.token(name), reason);
  }
}
