package dev.interlock.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Problem documents, as RFC 9457 and the contract write them.
class ProblemJsonTest {

  @ParameterizedTest
  @MethodSource("all")
  void documentStartsWithItsFourStandardMembers(Problem problem) throws MalformedJsonException {
    ApiResponse response = ApiResponse.problem(problem);
    Json.Obj body = Json.object(response.body());
    assertThat(body.members().keySet().stream().limit(4))
        .containsExactly("type", "title", "status", "detail");
    assertThat(body.text("type")).isEqualTo("urn:interlock:" + problem.name());
    assertThat(problem.name()).matches("[a-z]+(-[a-z]+)*");
    assertThat(body.integer("status")).isEqualTo(problem.status()).isEqualTo(response.status());
    assertThat(response.headers())
        .containsEntry("Content-Type", "application/problem+json")
        .containsEntry("Cache-Control", "no-store");
  }

  /// Only a request that may succeed later gets a time to retry.
  @ParameterizedTest
  @MethodSource("all")
  void onlyRetryableProblemsHaveRetryAfter(Problem problem) {
    boolean later = problem.status() == 503 || problem.name().equals("request-in-progress");
    assertThat(ApiResponse.problem(problem).headers().get("Retry-After"))
        .isEqualTo(later ? "1" : null);
  }

  /// Only a refusal that is kept under the key asks for a new key.
  @ParameterizedTest
  @MethodSource("all")
  void onlyAKeptRefusalAsksForANewKey(Problem problem) {
    boolean kept = problem.status() == 403 || problem.members().containsKey("pointer");
    assertThat(problem.detail().endsWith("To try again, send a new Idempotency-Key."))
        .isEqualTo(kept);
  }

  static Stream<Problem> all() {
    return Stream.of(
        Problem.unauthenticated(),
        Problem.unsupportedMediaType(),
        Problem.bodyTooLarge(),
        Problem.idempotencyKeyMissing(),
        Problem.idempotencyKeyMalformed(),
        Problem.idempotencyKeyReused(),
        Problem.notFound(),
        Problem.notFound(Map.of("pointer", "/from")),
        Problem.roleInsufficient(),
        Problem.requestInProgress(),
        Problem.contention(),
        Problem.outcomeUnknown(),
        Problem.databaseUnavailable(),
        Problem.internal());
  }

  @ParameterizedTest
  @CsvSource({"a/b, a~1b", "a~b, a~0b", "~1, ~01", "~/~, ~0~1~0", "plain, plain"})
  void memberNameIsEscapedInAPointer(String name, String token) {
    assertThat(Violations.token(name)).isEqualTo(token);
  }

  @Test
  void unpairedSurrogateInANameNeverReachesTheAnswer() throws IOException {
    assertThat(Violations.token("\uD83D\uDE80")).isEqualTo("\uD83D\uDE80");
    assertThat(Violations.token("a\uD83Db\uDE80")).isEqualTo("a\uFFFDb\uFFFD");
    RefusedException refused = Violations.refused("/" + Violations.token("\uD800"), "is unknown");
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ApiResponse.problem(refused.problem()).writeTo(output);
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(output.toByteArray()))
            .toString();
    assertThat(text).contains("/\uFFFD");
  }
}
