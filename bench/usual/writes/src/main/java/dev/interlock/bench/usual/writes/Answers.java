package dev.interlock.bench.usual.writes;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/// The answers of the functions: the accepted request, or a problem.
public final class Answers {

  private Answers() {}

  /// The answer for a verdict.
  public static APIGatewayV2HTTPResponse of(
      ObjectMapper mapper, UsualRequest request, String verdict) throws JsonProcessingException {
    return verdict.equals("accepted")
        ? answer(201, "application/json", mapper.writeValueAsString(request))
        : problem(status(verdict), verdict);
  }

  /// A problem document. The name must not need escaping.
  public static APIGatewayV2HTTPResponse problem(int status, String name) {
    return answer(
        status,
        "application/problem+json",
        "{\"type\":\"urn:interlock:" + name + "\",\"status\":" + status + "}");
  }

  private static int status(String verdict) {
    return switch (verdict) {
      case "source-not-found",
          "destination-not-found",
          "location-not-found",
          "sku-not-found",
          "resource-not-found" ->
          404;
      case "role-insufficient" -> 403;
      case "version-mismatch" -> 412;
      case "idempotency-key-reused" -> 422;
      default -> 409;
    };
  }

  private static APIGatewayV2HTTPResponse answer(int status, String mediaType, String body) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(Map.of("Content-Type", mediaType, "Cache-Control", "no-store"))
        .withBody(body)
        .build();
  }
}
