package dev.interlock.emulator.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.interlock.emulator.lambda.TraceHeader;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Answers the requests to an API.
final class ApiRequests implements HttpHandler {
  private final Additions additions;
  private final Routes routes;
  private final Optional<TokenVerifier> verifier;
  private final Optional<CrossOrigin> crossOrigin;
  private final Integration integration;
  private final InstantSource clock = InstantSource.system();

  ApiRequests(Additions additions, Template template, TokenIssuer issuer, Integration integration) {
    this.additions = additions;
    this.routes = new Routes(template.routes());
    this.crossOrigin = template.cors().map(CrossOrigin::new);
    this.integration = integration;
    this.verifier =
        template.authorizer().map(each -> new TokenVerifier(issuer.publicKey(), each, clock));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Pages pages = additions.pages().get();
      if (pages.serve(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath())) {
        pages.answer(exchange);
      } else {
        send(exchange, answer(ProxyRequest.of(exchange)));
      }
    }
  }

  private ProxyResponse answer(ProxyRequest request) throws IOException {
    String document = additions.documents().get(request.rawPath());
    if (request.method().equals("GET") && document != null) {
      return ProxyResponse.json(document);
    }
    Optional<Routes.Match> match = routes.match(request.method(), request.rawPath());
    if (match.isEmpty()) {
      return request.method().equals("OPTIONS")
          ? crossOrigin.map(each -> each.preflight(request)).orElse(ProxyResponse.NOT_FOUND)
          : ProxyResponse.NOT_FOUND;
    }
    return call(request, match.get());
  }

  private ProxyResponse call(ProxyRequest request, Routes.Match match) throws IOException {
    Instant start = clock.instant();
    long startNanos = System.nanoTime();
    Optional<Map<String, Object>> claims =
        match.route().authorized()
            ? verifier.flatMap(each -> each.claims(request.values("authorization")))
            : Optional.empty();
    Optional<ProxyResponse> refusal = refusal(request, match, claims);
    byte[] event =
        refusal.isPresent() ? new byte[0] : ProxyEvent.of(request, match, claims, clock.instant());
    ProxyResponse response = refusal.orElseGet(() -> integrated(request, match, event));
    CallListener listener = additions.calls().get();
    if (!listener.equals(CallListener.NONE)) {
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      listener.answered(
          new ApiCall(
              match.route(),
              claims.map(each -> each.get("sub")).map(String::valueOf),
              request.joined("idempotency-key"),
              request.body().map(body -> new String(body, UTF_8)).orElse(""),
              TraceHeader.of(event).orElse(""),
              response.status,
              response.headers,
              new String(response.body, UTF_8),
              start,
              took));
    }
    return response;
  }

  private Optional<ProxyResponse> refusal(
      ProxyRequest request, Routes.Match match, Optional<Map<String, Object>> claims) {
    if (match.route().authorized()) {
      if (claims.isEmpty()) {
        return Optional.of(ProxyResponse.UNAUTHORIZED);
      }
      if (!verifier.orElseThrow().permits(claims.get())) {
        return Optional.of(ProxyResponse.FORBIDDEN);
      }
    }
    return request.body().isEmpty() ? Optional.of(ProxyResponse.TOO_LARGE) : Optional.empty();
  }

  private ProxyResponse integrated(ProxyRequest request, Routes.Match match, byte[] event) {
    ProxyResponse response = integration.invoke(match.route().logicalId(), event);
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
