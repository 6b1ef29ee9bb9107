package dev.interlock.bench.usual.writes;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// What a function answers: the request with what became of it, or why not.
public final class Answers {

  private Answers() {}

  /// The answer to a request that was decided.
  public static APIGatewayV2HTTPResponse of(
      ObjectMapper mapper, WriteRequest request, Outcome outcome) throws JsonProcessingException {
    if (!outcome.verdict().equals("accepted")) {
      return problem(status(outcome.verdict()), outcome.verdict());
    }
    ObjectNode body = mapper.valueToTree(request);
    body.setAll((ObjectNode) mapper.readTree(outcome.detail()));
    body.put("createdAt", outcome.decidedAt().toString());
    return answer(201, "application/json", mapper.writeValueAsString(body));
  }

  /// A refusal or a failure. Its name is plain text that needs no escape.
  public static APIGatewayV2HTTPResponse problem(int status, String name) {
    return answer(
        status,
        "application/problem+json",
        "{\"type\":\"urn:interlock:" + name + "\",\"status\":" + status + "}");
  }

  private static int status(String verdict) {
    return switch (verdict) {
      case "not-found" -> 404;
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
