package dev.interlock.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.fuzzing.JsonSpelling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Strict reading: text that two readers could understand differently is refused.
class JsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | is empty",
        "` \t\r\n` | is empty",
        "[] | is not a JSON object",
        "null | is not a JSON object",
        "1 | is not a JSON object",
        "\"x\" | is not a JSON object",
        "{} {} | goes on after its first JSON value",
        "{}1 | goes on after its first JSON value",
        "{}} | is not well-formed JSON, or nested over 8 deep",
        "{ | is not well-formed JSON, or nested over 8 deep",
        "{\"a\":1,} | is not well-formed JSON, or nested over 8 deep",
        "{\"a\":1,\"a\":1} | is not well-formed JSON, or nested over 8 deep",
        "{\"a\":{\"b\":1,\"\\u0062\":1}} | is not well-formed JSON, or nested over 8 deep",
        "{\"a\":[[[[[[[[]]]]]]]]} | is not well-formed JSON, or nested over 8 deep"
      })
  void refusalNamesTheFault(String text, String message) {
    assertThatThrownBy(() -> Json.object(text == null ? "" : text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage(message);
  }

  @Test
  void byteOrderMarkIsReportedAsSuch() {
    assertThatThrownBy(() -> Json.object("\uFEFF{}")).hasMessage("starts with a byte-order mark");
  }

  @Test
  void everyKindOfValueIsRead() throws MalformedJsonException {
    assertThat(
            Json.object(
                "{\"t\":\"\\u00e9\",\"n\":-0.50E+2,\"b\":[true,false],\"o\":{},\"x\":null}"))
        .isEqualTo(
            new Json.Obj(
                Map.of(
                    "t", new Json.Text("\u00E9"),
                    "n", new Json.Num("-0.50E+2"),
                    "b", new Json.Arr(List.of(new Json.Bool(true), new Json.Bool(false))),
                    "o", new Json.Obj(Map.of()),
                    "x", new Json.Null())));
  }

  /// So that nothing is rounded before it is checked.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1",
        "1.0",
        "1e2",
        "1E+400",
        "9007199254740993",
        "0.1000000000000000055"
      })
  void numberKeepsItsLiteral(String literal) throws MalformedJsonException {
    assertThat(Json.object("{\"n\":" + literal + "}").members())
        .containsEntry("n", new Json.Num(literal));
  }

  @Test
  void membersKeepTheOrderOfTheText() throws MalformedJsonException {
    assertThat(Json.object("{\"z\":1,\"a\":1,\"m\":1}").members().keySet())
        .containsExactly("z", "a", "m");
  }

  @Test
  void eightLevelsAreReadAndWrittenBackEqual() throws MalformedJsonException {
    Json.Obj deep = Json.object("{\"a\":[[[[[[[1]]]]]]]}");
    assertThat(Json.object(JsonSpelling.of(deep))).isEqualTo(deep);
  }

  @Test
  void unpairedSurrogateIsLeftForTheMemberToRefuse() throws MalformedJsonException {
    Json.Obj object = Json.object("{\"a\":\"\\ud800\"}");
    assertThat(Json.hasUnpairedSurrogate(object.text("a"))).isTrue();
    assertThat(Json.hasUnpairedSurrogate("\uD83D\uDE80")).isFalse();
    assertThat(Json.hasUnpairedSurrogate("\uDE80\uD83D")).isTrue();
  }

  /// Texts that make an unbounded reader slow, or overflow its stack.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void hostileTextIsRejectedFast(int kind) {
    String text =
        switch (kind) {
          case 0 -> "[".repeat(30_000);
          case 1 -> "{\"a\":".repeat(10_000);
          case 2 -> "{\"n\":" + "9".repeat(60_000) + "}";
          default -> "{\"n\":1e" + "9".repeat(60_000) + "}";
        };
    Assertions.assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          try {
            assertThat(Json.object(text).members()).containsOnlyKeys("n");
          } catch (MalformedJsonException e) {
            assertThat(kind).isLessThan(2);
          }
        });
  }

  @Test
  void missingRequiredMemberIsADefect() throws MalformedJsonException {
    Json.Obj object = Json.object("{\"t\":\"x\",\"n\":7}");
    assertThat(object.text("t")).isEqualTo("x");
    assertThat(object.integer("n")).isEqualTo(7);
    assertThatThrownBy(() -> object.text("n")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> object.integer("t")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> object.text("absent")).isInstanceOf(IllegalStateException.class);
  }
}
