package dev.interlock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.interlock.hold.HoldHandler;
import dev.interlock.hold.HoldsHandler;
import dev.interlock.hold.SettlementHandler;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.permissionchange.PermissionsHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.stockreservation.ReservationSettlementHandler;
import dev.interlock.stockreservation.StockReservationHandler;
import dev.interlock.stockreservation.StockReservationsHandler;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.TestContext;
import dev.interlock.testkit.fuzzing.JsonSpelling;
import dev.interlock.transfer.AccountHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes sent as an event give a request, or a refusal of the contract. A request is refused by
/// every function, or sent to the database, which is not there.
class EventReaderFuzzTest {

  private static final StatementRunner NO_DATABASE =
      new StatementRunner(() -> {
        throw new SQLException("nothing listens", "08001");
      });

  private static final List<RequestStreamHandler> FUNCTIONS =
      List.of(
          new TransferHandler(NO_DATABASE),
          new AccountHandler(NO_DATABASE),
          new StockDecrementHandler(NO_DATABASE),
          new HoldHandler(NO_DATABASE),
          new SettlementHandler(NO_DATABASE),
          new HoldsHandler(NO_DATABASE),
          new StockReservationHandler(NO_DATABASE),
          new ReservationSettlementHandler(NO_DATABASE),
          new StockReservationsHandler(NO_DATABASE),
          new PermissionChangeHandler(NO_DATABASE),
          new PermissionsHandler(NO_DATABASE));

  /// Less than what is kept in reserve: a call that needs the database ends at once.
  private static final Duration NO_TIME = Duration.ofMillis(900);

  private static final String ID = "a0000000-0000-4000-8000-000000000001";
  private static final String OTHER = "a0000000-0000-4000-8000-000000000002";

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
            Event.get("/accounts/{id}/holds")
                .caller("alice")
                .path("id", ID)
                .query(
                    "after",
                    "OTIyMzM3MjAzNjg1NDc3NTgwN18wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA")
                .json(),
            Event.get("/holds/{id}").caller("alice").path("id", ID).json(),
            write(
                "/holds",
                "\"from\":\"%s\",\"to\":\"%s\",\"amount\":1,\"currency\":\"EUR\",\"expiresAt\":\"2099-01-01T00:00:00.5Z\""),
            write("/settlements", "\"hold\":\"%s\",\"amount\":0"),
            write(
                "/stock-reservations",
                "\"location\":\"%s\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}],\"expiresAt\":\"2099-01-01T00:00:00Z\""),
            write("/reservation-settlements", "\"reservation\":\"%s\",\"lines\":[]"),
            "{\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":\"\\ud800\"}}}}}",
            "[[[[[[[[[[",
            "{}{}")
        .map(text -> arguments((Object) text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String write(String path, String members) {
    String body = "{" + members.formatted(ID, OTHER) + "}";
    return Event.post(path).caller("alice").key("k").body(body).json();
  }

  /// One line for each call would be most of the work.
  @BeforeAll
  static void discardTheLog() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @DictionaryEntries({
    "\\\"expiresAt\\\":\\\"2099-01-01T00:00:00.123456Z\\\"",
    "\\\"amount\\\":9007199254740991",
    "\\\"lines\\\":[{\\\"sku\\\":\\\"A\\\",\\\"quantity\\\":1000000000}]",
    "\"queryStringParameters\":{\"after\":\"MF8wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA\"}",
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
      assertFunctionsAnswer(event);
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

  private static void assertFunctionsAnswer(byte[] event) throws IOException {
    for (RequestStreamHandler function : FUNCTIONS) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      function.handleRequest(new ByteArrayInputStream(event), answer, new TestContext(NO_TIME));
      assertThat(answer.toString(StandardCharsets.UTF_8))
          .as(function.getClass().getSimpleName())
          .doesNotContain("urn:interlock:internal")
          .startsWith("{\"statusCode\":");
    }
  }
}
