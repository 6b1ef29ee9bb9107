package dev.interlock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.fuzzing.JsonSpelling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes sent as an event give a request, or a refusal of the contract.
class EventReaderFuzzTest {

  private static final Map<String, Integer> REFUSALS =
      Map.of(
          "unauthenticated", 401,
          "unsupported-media-type", 415,
          "body-too-large", 413,
          "idempotency-key-missing", 400,
          "idempotency-key-malformed", 400,
          "malformed-request", 400);

  static Stream<Arguments> seeds() {
    Event valid = Event.post("/transfers").caller("alice").key("k").body("{\"amount\": 1}");
    return Stream.of(
            valid.json(),
            Event.post("/transfers").caller("alice").key("\"k\"").base64("e30=").json(),
            Event.post("/transfers").caller("alice").key("k").base64("not base64").json(),
            Event.post("/transfers").caller("alice").key("a,b").body("{}").json(),
            Event.post("/transfers").caller("alice").body("{}").json(),
            Event.post("/transfers").caller("").key("k").body("{}").json(),
            Event.post("/transfers").caller("alice").key("k").body("{\"a\":[1.5e3,null]}").json(),
            Event.post("/transfers").caller("alice").key("k").body("\uFEFF{}").json(),
            Event.get("/accounts/{id}").caller("alice").path("id", "1").query("limit", "2").json(),
            "{\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":\"\\ud800\"}}}}}",
            "[[[[[[[[[[",
            "{}{}")
        .map(text -> arguments((Object) text.getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("seeds")
  @DictionaryEntries({
    "\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":\"alice\"}}}}",
    "\"headers\":{\"content-type\":\"application/json\",\"idempotency-key\":\"k\"}",
    "\"body\":\"{}\"",
    "\"isBase64Encoded\":true",
    "\"queryStringParameters\":{}",
    "\"pathParameters\":{}",
    "\\ud800",
    "\\u0000"
  })
  @FuzzTest(maxDuration = "4s")
  void anEventIsReadOrRefused(byte[] event) throws IOException, MalformedJsonException {
    try {
      ApiRequest request = ApiRequest.read(new ByteArrayInputStream(event));
      assertThat(request.caller().subject()).matches("[\\x21-\\x7E]{1,128}");
      WriteRequest write = request.write();
      assertThat(write.key().value()).matches("[A-Za-z0-9._:-]{1,128}");
      assertThat(Json.object(JsonSpelling.of(write.body()))).isEqualTo(write.body());
    } catch (RefusedException e) {
      Problem problem = e.problem();
      assertThat(REFUSALS).containsEntry(problem.name(), problem.status());
      ApiResponse.problem(problem).writeTo(new ByteArrayOutputStream());
    }
  }
}
