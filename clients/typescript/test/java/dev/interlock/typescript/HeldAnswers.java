package dev.interlock.typescript;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A network before the API that can lose the answers to writes: the API has answered, and the
/// caller never hears of it.
final class HeldAnswers implements AutoCloseable {
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "content-length", "host", "transfer-encoding");

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger held = new AtomicInteger();
  private final HttpServer server;
  private final String api;
  private volatile boolean holding;

  HeldAnswers(String api) throws IOException {
    this.api = api;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void hold(boolean on) {
    holding = on;
  }

  /// How many answers have been lost.
  int held() {
    return held.get();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> answer = http.send(request(exchange), BodyHandlers.ofByteArray());
      if (holding && exchange.getRequestMethod().equals("POST")) {
        held.incrementAndGet();
        closed.await();
        return;
      }
      answer
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name)) {
              exchange.getResponseHeaders().put(name, values);
            }
          });
      byte[] body = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    String[] headers =
        exchange.getRequestHeaders().entrySet().stream()
            .filter(each -> !HOP_BY_HOP.contains(each.getKey().toLowerCase(Locale.ROOT)))
            .flatMap(
                each -> each.getValue().stream().flatMap(value -> Stream.of(each.getKey(), value)))
            .toArray(String[]::new);
    return HttpRequest.newBuilder(URI.create(api + exchange.getRequestURI()))
        .method(
            exchange.getRequestMethod(),
            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
        .headers(headers)
        .build();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
    http.close();
  }
}
