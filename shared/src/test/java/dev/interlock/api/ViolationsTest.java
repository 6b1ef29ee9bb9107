package dev.interlock.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A refusal lists the first hundred violations, and gives the number of all.
class ViolationsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100})
  void upToAHundredViolationsAreListed(int count) {
    assertThat(listed(count).stream().map(violation -> violation.get("pointer")))
        .containsExactlyElementsOf(pointers(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 102, 1_000, 100_000})
  void aboveAHundredTheTotalIsAppended(int count) {
    List<Map<String, String>> listed = listed(count);
    assertThat(listed.subList(0, 100).stream().map(violation -> violation.get("pointer")))
        .containsExactlyElementsOf(pointers(100));
    assertThat(listed.subList(100, listed.size()))
        .containsExactly(
            Map.of(
                "pointer",
                "",
                "reason",
                "has " + count + " violations, of which the first 100 are listed"));
  }

  /// The longest names that a body has room for, each character escaped in the pointer, in the body
  /// and in Lambda's document.
  @Test
  void bodyWithTheMostViolationsGetsASmallAnswer() {
    for (String character : List.of("~", "/", "\\\"", "\\\\", "\\u0001", "\\ud800", "\u00E9")) {
      String name = character.repeat(65_000 / 105 / character.getBytes(UTF_8).length);
      String members =
          IntStream.range(0, 104)
              .mapToObj(i -> "\"" + i + name + "\":1")
              .collect(Collectors.joining(","));
      Violations violations = new Violations();
      new Members(body("{" + members + "}"), violations).noOthers();
      RefusedException refused = refusal(violations);
      assertThat(ApiResponse.problem(refused.problem()).body().length()).isLessThan(200_000);
    }
  }

  private static Json.Obj body(String text) {
    try {
      return Json.object(text);
    } catch (MalformedJsonException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<Map<String, String>> listed(int count) {
    Violations violations = new Violations();
    pointers(count).forEach(pointer -> violations.add(pointer, "is wrong"));
    @SuppressWarnings("unchecked")
    List<Map<String, String>> listed =
        (List<Map<String, String>>)
            Objects.requireNonNull(refusal(violations).problem().members().get("violations"));
    return listed;
  }

  private static RefusedException refusal(Violations violations) {
    try {
      violations.refuseIfAny();
    } catch (RefusedException refused) {
      return refused;
    }
    throw new AssertionError("nothing was refused");
  }

  private static List<String> pointers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "/" + i).toList();
  }
}
