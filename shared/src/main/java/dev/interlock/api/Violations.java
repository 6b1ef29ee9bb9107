package dev.interlock.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects every violation of one request, so that a caller mends them all at once.
public final class Violations {

  private final List<Map<String, String>> found = new ArrayList<>();

  /// Adds one violation.
  ///
  /// @param pointer an RFC 6901 pointer into the body, or the name of a header or query member
  ///   after `/`
  public void add(String pointer, String reason) {
    Map<String, String> violation = new LinkedHashMap<>();
    violation.put("pointer", pointer);
    violation.put("reason", reason);
    found.add(violation);
  }

  /// Says whether something under this pointer was found wrong.
  public boolean has(String pointer) {
    return found.stream().anyMatch(violation -> pointer.equals(violation.get("pointer")));
  }

  /// Refuses the request if anything was added.
  public void refuseIfAny() {
    if (!found.isEmpty()) {
      throw new RefusedException(Problem.malformedRequest(found));
    }
  }

  /// The refusal of a request for one violation that leaves nothing else to look at.
  static RefusedException refused(String pointer, String reason) {
    Violations violations = new Violations();
    violations.add(pointer, reason);
    return new RefusedException(Problem.malformedRequest(violations.found));
  }

  /// A member's name as a reference token of an RFC 6901 pointer.
  static String token(String name) {
    String wellFormed = Json.hasUnpairedSurrogate(name) ? replaceUnpairedSurrogates(name) : name;
    return wellFormed.replace("~", "~0").replace("/", "~1");
  }

  // No UTF-8 answer can carry half a surrogate pair, so its place is shown as U+FFFD.
  private static String replaceUnpairedSurrogates(String text) {
    int[] codePoints =
        text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .toArray();
    return new String(codePoints, 0, codePoints.length);
  }
}
