package dev.interlock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The last line of defence behind the limits of each answer: no answer is too large for Lambda.
class ApiResponseSizeTest {

  /// The bytes of a character that is escaped in the body, and again in the document around it.
  @ParameterizedTest
  @CsvSource({"a, 1", "'\"', 4", "\\, 4", "'\u0001', 7", "'\u001F', 7", "\u00E9, 2", "\u20AC, 3"})
  void answerOfTheMaximumSizeIsBuiltAndALargerOneRejected(String character, int bytes)
      throws IOException {
    int others = size("");
    int fit = (ApiResponse.BYTES_MAX - others) / bytes;
    assertThat(size(character.repeat(fit)))
        .isEqualTo(others + fit * bytes)
        .isBetween(ApiResponse.BYTES_MAX - bytes + 1, ApiResponse.BYTES_MAX);
    assertThatThrownBy(() -> response(character.repeat(fit + 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an answer of " + (others + (fit + 1) * bytes) + " bytes");
  }

  private static int size(String text) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    response(text).writeTo(output);
    return output.size();
  }

  private static ApiResponse response(String text) {
    return ApiResponse.json(200, Map.of("text", text));
  }
}
