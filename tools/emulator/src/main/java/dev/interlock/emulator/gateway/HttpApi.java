package dev.interlock.emulator.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.interlock.emulator.host.PortTakenException;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The HTTP API of a template on the loopback address, with its description and the public keys of
/// the local issuer.
///
/// It runs on platform threads, so that its answers do not depend on a free carrier of the virtual
/// threads in this process.
public final class HttpApi implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int BACKLOG = 1024;
  private static final String DESCRIPTION = "/openapi.json";
  private static final String KEYS = "/.well-known/jwks.json";
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  static {
    // Otherwise a small answer can wait for an acknowledgement that the caller delays.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;

  /// The JSON documents that are served without a token, by their paths.
  private final Map<String, String> documents = new ConcurrentHashMap<>();

  /// Unbounded: each call takes one thread for its request and one for its function, and a request
  /// that waits for a thread might not be answered in time.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("gateway-", 0).factory());

  private HttpApi(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
  }

  /// Binds the port. Requests wait until `start` is called.
  public static HttpApi bind(int port) throws IOException {
    try {
      return new HttpApi(HttpServer.create(new InetSocketAddress(LOOPBACK, port), BACKLOG));
    } catch (BindException taken) {
      throw new PortTakenException(LOOPBACK, port, taken);
    }
  }

  /// The URL of the API, which is also the issuer's name.
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Serves a description of the API.
  ///
  /// @param openApi the document in YAML
  public void describe(String openApi) throws IOException {
    documents.put(DESCRIPTION, ApiDescription.json(openApi, url()));
  }

  /// Starts to answer requests.
  public void start(Template template, TokenIssuer issuer, FunctionInvoker functions) {
    start(template, issuer, functions, FunctionInvoker.WAIT_MAX);
  }

  void start(Template template, TokenIssuer issuer, FunctionInvoker functions, Duration waitMax) {
    Integration integration = new Integration(functions, threads, waitMax);
    documents.put(KEYS, issuer.keySet());
    documents.put(DISCOVERY, discovery(url()));
    Handler handler = new Handler(documents, template, issuer, integration);
    server.createContext("/", handler::handle);
    server.start();
  }

  private static String discovery(String url) {
    return String.format(
        Locale.ROOT,
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s%s\","
            + "\"id_token_signing_alg_values_supported\":[\"RS256\"]}",
        url,
        url,
        KEYS);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static final class Handler {
    private final Map<String, String> documents;
    private final Routes routes;
    private final Optional<TokenVerifier> verifier;
    private final Optional<CrossOrigin> crossOrigin;
    private final Integration integration;
    private final InstantSource clock = InstantSource.system();

    Handler(
        Map<String, String> documents,
        Template template,
        TokenIssuer issuer,
        Integration integration) {
      this.documents = documents;
      this.routes = new Routes(template.routes());
      this.crossOrigin = template.cors().map(CrossOrigin::new);
      this.integration = integration;
      this.verifier =
          template.authorizer().map(each -> new TokenVerifier(issuer.publicKey(), each, clock));
    }

    void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        ProxyResponse response = answer(ProxyRequest.of(exchange));
        send(exchange, response);
      }
    }

    private ProxyResponse answer(ProxyRequest request) throws IOException {
      String document = documents.get(request.rawPath());
      if (request.method().equals("GET") && document != null) {
        return ProxyResponse.json(document);
      }
      Optional<Routes.Match> match = routes.match(request.method(), request.rawPath());
      if (match.isEmpty()) {
        return request.method().equals("OPTIONS")
            ? crossOrigin.map(each -> each.preflight(request)).orElse(ProxyResponse.NOT_FOUND)
            : ProxyResponse.NOT_FOUND;
      }
      Optional<Map<String, Object>> claims = Optional.empty();
      if (match.get().route().authorized()) {
        claims = verifier.flatMap(each -> each.claims(request.values("authorization")));
        if (claims.isEmpty()) {
          return ProxyResponse.UNAUTHORIZED;
        }
        if (!verifier.get().permits(claims.get())) {
          return ProxyResponse.FORBIDDEN;
        }
      }
      if (request.body().isEmpty()) {
        return ProxyResponse.TOO_LARGE;
      }
      byte[] event = ProxyEvent.of(request, match.get(), claims, clock.instant());
      ProxyResponse response = integration.invoke(match.get().route().logicalId(), event);
      return crossOrigin.map(each -> each.answer(request, response)).orElse(response);
    }

    private static void send(HttpExchange exchange, ProxyResponse response) throws IOException {
      response.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      response.cookies.forEach(each -> exchange.getResponseHeaders().add("set-cookie", each));
      byte[] body = response.body;
      boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
      exchange.sendResponseHeaders(response.status, bodiless ? -1 : body.length);
      if (!bodiless) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
