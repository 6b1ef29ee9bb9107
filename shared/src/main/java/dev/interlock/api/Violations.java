package dev.interlock.api;

import dev.interlock.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects the violations of one request, so that a caller can fix them all at once.
public final class Violations {

  /// A body has room for tens of thousands; the first hundred are enough to correct it.
  private static final int LISTED_MAX = 100;

  private final List<Map<String, String>> listed = new ArrayList<>();
  private int count;

  /// Adds one violation.
  ///
  /// @param pointer an RFC 6901 pointer into the body, or the name of a header or query member
  ///   after `/`
  public void add(String pointer, String reason) {
    count++;
    if (count <= LISTED_MAX) {
      list(pointer, reason);
    }
  }

  private void list(String pointer, String reason) {
    Map<String, String> violation = new LinkedHashMap<>();
    violation.put("pointer", pointer);
    violation.put("reason", reason);
    listed.add(violation);
  }

  /// Whether a violation of this pointer is among those listed.
  public boolean has(String pointer) {
    return listed.stream().anyMatch(violation -> pointer.equals(violation.get("pointer")));
  }

  /// Refuses the request if there is any violation.
  public void refuseIfAny() {
    if (count > 0) {
      throw refusal();
    }
  }

  private RefusedException refusal() {
    if (count > LISTED_MAX) {
      list("", "has " + count + " violations, of which the first " + LISTED_MAX + " are listed");
    }
    return new RefusedException(Problem.malformedRequest(listed));
  }

  /// The refusal of a request that cannot be checked any further.
  static RefusedException refused(String pointer, String reason) {
    Violations violations = new Violations();
    violations.add(pointer, reason);
    return violations.refusal();
  }

  /// A member's name as a reference token of an RFC 6901 pointer.
  static String token(String name) {
    String wellFormed = Json.hasUnpairedSurrogate(name) ? replaceUnpairedSurrogates(name) : name;
    return wellFormed.replace("~", "~0").replace("/", "~1");
  }

  // UTF-8 cannot encode an unpaired surrogate, so the answer shows U+FFFD in its place.
  private static String replaceUnpairedSurrogates(String text) {
    int[] codePoints =
        text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .toArray();
    return new String(codePoints, 0, codePoints.length);
  }
}
