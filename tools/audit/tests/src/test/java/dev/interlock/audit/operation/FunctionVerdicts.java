package dev.interlock.audit.operation;

import dev.interlock.api.ApiResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The verdicts of a function, which only its own package sees.
///
/// @param decided the words of the verdicts that its statement can reach, in order of precedence
/// @param refusals the words of the constants of its `Refusal`
/// @param answer the answer to the verdict of a word
public record FunctionVerdicts(
    List<String> decided, List<String> refusals, Function<String, ApiResponse> answer) {

  /// A stored detail with whatever any verdict needs.
  public static final String DETAIL =
      """
      {"sku": "TEA-100", "available": {"TEA-100": 0}, "aclVersion": 7}
      """;

  /// Leaves the decision to the statement's fallback, which reaches the same verdicts.
  private static final String UNDECIDED = "undecided";

  private static final Pattern WORD = Pattern.compile("THEN\\s+'([a-z-]+)'");

  /// Reads the words from the branches of the statement's CASE.
  public static FunctionVerdicts of(
      String decided, Enum<?>[] refusals, Function<String, ApiResponse> answer) {
    return new FunctionVerdicts(
        WORD.matcher(decided)
            .results()
            .map((MatchResult found) -> found.group(1))
            .filter(word -> !word.equals(UNDECIDED))
            .toList(),
        Arrays.stream(refusals).map(FunctionVerdicts::word).toList(),
        answer);
  }

  private static String word(Enum<?> refusal) {
    return refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
