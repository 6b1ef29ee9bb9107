package dev.interlock.audit.operation;

import dev.interlock.api.ApiResponse;
import dev.interlock.write.RefusalWords;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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
      {"sku": "TEA-100", "available": {"TEA-100": 0}, "aclVersion": 7, "held": 5,
      "reserved": {"TEA-100": 0}}
      """;

  /// Reads the words from the branches of the statement's CASE.
  public static FunctionVerdicts of(
      String decided, Enum<?>[] refusals, Function<String, ApiResponse> answer) {
    return new FunctionVerdicts(
        RefusalWords.of(decided),
        Arrays.stream(refusals).map(FunctionVerdicts::word).toList(),
        answer);
  }

  private static String word(Enum<?> refusal) {
    return refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
