package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.host.Folders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A stack with the tests' template, and requests to its HTTP API.
record GatewayStack(CommandProcess command, Path data, String url, Tokens tokens)
    implements AutoCloseable {
  /// Tests that share the stack run one after the other.
  static final String LOCK = "gateway";

  static final ObjectMapper JSON = new ObjectMapper();
  static final String INTERNAL_ERROR = "{\"message\":\"Internal Server Error\"}";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// Gives all test classes the same stack, which the first starts.
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == GatewayStack.class;
    }

    @Override
    public GatewayStack resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return test.getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(LOCK, _ -> start(), GatewayStack.class);
    }
  }

  private static GatewayStack start() {
    try {
      Path data = Files.createTempDirectory("gateway");
      StackPlace place = StackPlace.in(data);
      CommandProcess command = CommandProcess.run(place.start("--environments", "2")).awaitReady();
      Tokens tokens = Tokens.of(data.resolve("issuer.pem"), place.url());
      return new GatewayStack(command, data, place.url(), tokens);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  HttpRequest.Builder as(String token, String path) {
    return to(path).header("Authorization", "Bearer " + token);
  }

  /// A request with a valid token.
  HttpRequest.Builder asCaller(String path) throws Exception {
    return as(tokens.valid(), path);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> sending(HttpRequest request) {
    return HTTP.sendAsync(request, BodyHandlers.ofString());
  }

  /// Tells the tests' function what to do.
  HttpResponse<String> order(String order) throws Exception {
    return order("/misbehave", order);
  }

  /// The same function with a timeout of a minute, for what takes long on a busy machine.
  HttpResponse<String> orderInTime(String order) throws Exception {
    return order("/slow", order);
  }

  private HttpResponse<String> order(String path, String order) throws Exception {
    return send(
        asCaller(path).header("Content-Type", "text/plain").POST(BodyPublishers.ofString(order)));
  }

  /// Sends a request to a function that answers with its event.
  JsonNode echo(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /// Asserts that the API itself answered, and not a function.
  static void assertOwn(HttpResponse<String> response, int status, String body) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @Override
  public void close() throws IOException {
    command.close();
    Folders.delete(data);
  }
}
