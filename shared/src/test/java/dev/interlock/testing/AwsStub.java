package dev.interlock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// What a function asks AWS for, over HTTP: the value of a secret, and under SnapStart the keys of
/// its role.
public final class AwsStub implements AutoCloseable {

  public static final String SECRET_ARN =
      "arn:aws:secretsmanager:us-east-1:000000000000:secret:interlock-AbCdEf";

  public static final String SECRET_KEY = "the-secret-key-of-the-role";

  private final HttpServer server;
  private final AtomicInteger secretsAsked = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String secret = "{}";
  private volatile int status = 200;

  private AwsStub(HttpServer server) {
    this.server = server;
  }

  /// Starts on a free port.
  public static AwsStub start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      AwsStub stub = new AwsStub(server);
      server.createContext("/", stub::answerSecret);
      server.createContext("/role", stub::answerKeys);
      server.start();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The variables by which a function finds it, with the role's keys among them.
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
        url(),
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY",
        SECRET_KEY);
  }

  /// The same under SnapStart, where the keys are to be asked for.
  public Map<String, String> environmentUnderSnapStart() {
    return Map.of(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
        url(),
        "AWS_REGION",
        "us-east-1",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        url() + "/role",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "token");
  }

  /// The secret is this from now on.
  public void secret(String user, String password) {
    secret =
        "{\"engine\":\"postgres\",\"username\":\"" + user + "\",\"password\":\"" + password + "\"}";
  }

  /// The secret is this text from now on.
  public void secretText(String text) {
    secret = text;
  }

  /// Requests for the secret are refused from now on.
  public void refuse() {
    status = 400;
  }

  /// And answered again.
  public void allow() {
    status = 200;
  }

  public int secretsAsked() {
    return secretsAsked.get();
  }

  /// What was sent, headers and body of each request for the secret.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answerSecret(HttpExchange exchange) throws IOException {
    secretsAsked.incrementAndGet();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(
        exchange.getRequestMethod() + " " + exchange.getRequestHeaders().entrySet() + body);
    String quoted = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    answer(
        exchange,
        status,
        status == 200
            ? "{\"ARN\":\""
                + SECRET_ARN
                + "\",\"CreatedDate\":1.7E9,\"SecretString\":\""
                + quoted
                + "\",\"VersionStages\":[\"AWSCURRENT\"]}"
            : "{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}");
  }

  private void answerKeys(HttpExchange exchange) throws IOException {
    boolean known = Objects.equals(exchange.getRequestHeaders().getFirst("Authorization"), "token");
    answer(
        exchange,
        known ? 200 : 401,
        "{\"AccessKeyId\":\"AKIDEXAMPLE\",\"SecretAccessKey\":\""
            + SECRET_KEY
            + "\",\"Token\":\"session\",\"Expiration\":\"2100-01-01T00:00:00Z\"}");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
