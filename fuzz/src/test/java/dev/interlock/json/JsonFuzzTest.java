package dev.interlock.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.interlock.testkit.fuzzing.JsonSpelling;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any text is either refused, or read in the same way when it is read again.
class JsonFuzzTest {

  static Stream<Arguments> seeds() {
    return Stream.of(
            "{}",
            "{\"from\": \"a0000000-0000-4000-8000-000000000001\", \"amount\": 9007199254740991}",
            "{\"a\": [true, false, null, -0, 1.5, 1e2, {\"b\": \"\\u00e9\\ud83d\\ude80\"}]}",
            "{\"a\": 1, \"\\u0061\": 2}",
            "{\"a\": \"\\ud800\", \"\\udfff\": 1}",
            "{\"a\":[[[[[[[]]]]]]]}",
            "{\"a\":[[[[[[[[]]]]]]]]}",
            "{\"a\": 1} // comment",
            "\uFEFF{}",
            "{\"a\": NaN, 'b': +1, c: 01,}",
            "[]",
            "")
        .map(text -> arguments((Object) text.getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("seeds")
  @DictionaryEntries({
    "\\u0061",
    "\\ud800",
    "\\udfff",
    "1e2",
    "-0",
    "[[[[[[[[",
    "{\"a\":",
    "null",
    "true",
    "//",
    "/*"
  })
  @FuzzTest(maxDuration = "4s")
  void aTextIsReadOrRefused(byte[] bytes) throws MalformedJsonException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Json.Obj object;
    try {
      object = Json.object(text);
    } catch (MalformedJsonException e) {
      assertThat(e).hasMessageMatching("(?:is|starts|goes) .+");
      return;
    }
    assertThat(Json.object(JsonSpelling.of(object))).isEqualTo(object);
  }
}
