package dev.interlock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.write.Fingerprint;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"2027-03-01T12:00:00Z", "2027-03-01T12:00:00.0Z", "2027-03-01T12:00:00.000000Z"})
  void spellingsOfOneInstantHaveOneFingerprint(String spelling) throws MalformedJsonException {
    Violations violations = new Violations();
    Instant time = members("{\"from\": \"%s\"}".formatted(spelling), violations).time("from");
    violations.refuseIfAny();
    assertThat(Fingerprint.of(Timestamps.rfc3339(time)))
        .isEqualTo(Fingerprint.of("2027-03-01T12:00:00.000000Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', is required",
    "'{\"from\": null}', must be a string",
    "'{\"from\": 1772366400}', must be a string",
    "'{\"from\": \"2027-03-01\"}', must be a time as",
    "'{\"from\": \"2027-03-01T12:00:00+00:00\"}', must be a time as",
    "'{\"from\": \"2027-03-01T12:00:00.0000000Z\"}', must be a time as",
    "'{\"from\": \"2027-02-29T12:00:00Z\"}', must be a time as"
  })
  void missingOrMalformedTimeIsAViolation(String body, String reason)
      throws MalformedJsonException {
    Violations violations = new Violations();
    members(body, violations).time("from");
    assertThatThrownBy(violations::refuseIfAny)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(ApiResponse.problem(refused.problem()).body())
                    .contains("\"/from\"", reason));
  }

  private static Members members(String body, Violations violations) throws MalformedJsonException {
    return new Members(Json.object(body), violations);
  }
}
