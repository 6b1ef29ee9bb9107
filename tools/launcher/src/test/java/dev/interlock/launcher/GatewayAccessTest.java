package dev.interlock.launcher;

import static dev.interlock.launcher.GatewayStack.assertOwn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The routes of the HTTP API, and who may call them.
@ResourceLock(GatewayStack.LOCK)
@ExtendWith(GatewayStack.Shared.class)
class GatewayAccessTest {
  private static final String UNAUTHORIZED = "{\"message\":\"Unauthorized\"}";

  private final GatewayStack gateway;

  GatewayAccessTest(GatewayStack gateway) {
    this.gateway = gateway;
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere",
    "GET, /echo",
    "POST, /echo/",
    "POST, /ECHO",
    "GET, /echo/",
    "GET, /echo/a/b/c",
    "GET, //echo/a",
    "GET, /any/",
    "PUT, /echo",
    "OPTIONS, /echo",
    "DELETE, /"
  })
  void requestWithoutRouteIsNotFoundWithAndWithoutToken(String method, String path)
      throws Exception {
    String notFound = "{\"message\":\"Not Found\"}";
    assertOwn(
        gateway.send(gateway.to(path).method(method, BodyPublishers.noBody())), 404, notFound);
    assertOwn(
        gateway.send(gateway.asCaller(path).method(method, BodyPublishers.noBody())),
        404,
        notFound);
  }

  @Test
  void aHeadRequestHasNoRoute() throws Exception {
    HttpResponse<String> response = gateway.send(gateway.asCaller("/echo/a").HEAD());
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void theMostSpecificRouteWins() throws Exception {
    assertThat(gateway.echo(gateway.asCaller("/echo/x/y")).at("/event/routeKey").asText())
        .isEqualTo("GET /echo/{id}/{part}");
    JsonNode greedy =
        gateway.echo(gateway.asCaller("/any/x/y%20z").method("PATCH", BodyPublishers.noBody()));
    assertThat(greedy.at("/event/routeKey").asText()).isEqualTo("ANY /any/{rest+}");
    assertThat(greedy.at("/event/pathParameters/rest").asText()).isEqualTo("x/y z");
  }

  @Test
  void missingTokenIsUnauthorized() throws Exception {
    assertOwn(gateway.send(gateway.to("/echo/a")), 401, UNAUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x.y.z", "Basic YTpi", "x.y.z", "null"})
  void malformedTokenIsUnauthorized(String header) throws Exception {
    assertOwn(
        gateway.send(gateway.to("/echo/a").header("Authorization", header)), 401, UNAUTHORIZED);
  }

  @Test
  void badTokensAreUnauthorized() throws Exception {
    for (Tokens.Case each : gateway.tokens().bad()) {
      HttpResponse<String> response = gateway.send(gateway.as(each.token(), "/echo/a"));
      assertThat(response.statusCode()).as(each.what()).isEqualTo(401);
      assertThat(response.body()).isEqualTo(UNAUTHORIZED);
    }
  }

  @Test
  void goodTokensPass() throws Exception {
    for (Tokens.Case each : gateway.tokens().good()) {
      assertThat(gateway.send(gateway.as(each.token(), "/echo/a")).statusCode())
          .as(each.what())
          .isEqualTo(200);
    }
    assertThat(
            gateway
                .send(gateway.to("/echo/a").header("authorization", gateway.tokens().valid()))
                .statusCode())
        .as("without Bearer")
        .isEqualTo(200);
  }

  @Test
  void duplicateTokenIsUnauthorized() throws Exception {
    HttpRequest.Builder twice = gateway.asCaller("/echo/a");
    twice.header("Authorization", "Bearer " + gateway.tokens().valid());
    assertOwn(gateway.send(twice), 401, UNAUTHORIZED);
  }

  @Test
  void aRouteWithoutAuthorizerIsOpen() throws Exception {
    JsonNode context = gateway.echo(gateway.to("/open")).at("/event/requestContext");
    assertThat(context.has("authorizer")).isFalse();
  }

  @Test
  void theIssuerPublishesItsKey() throws Exception {
    HttpResponse<String> keys = gateway.send(gateway.to("/.well-known/jwks.json"));
    assertThat(keys.statusCode()).isEqualTo(200);
    JsonNode key = GatewayStack.JSON.readTree(keys.body()).at("/keys/0");
    assertThat(key.path("kty").asText()).isEqualTo("RSA");
    assertThat(key.path("kid").asText()).isNotEmpty();
    assertThat(key.has("d")).isFalse();
    JsonNode about =
        GatewayStack.JSON.readTree(
            gateway.send(gateway.to("/.well-known/openid-configuration")).body());
    assertThat(about.path("issuer").asText()).isEqualTo(gateway.url());
  }
}
