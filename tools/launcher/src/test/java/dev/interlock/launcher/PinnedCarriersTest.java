package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A stack works even in a JVM whose virtual threads cannot run.
@TestMethodOrder(OrderAnnotation.class)
class PinnedCarriersTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path data;
  private static CommandProcess stack;
  private static String url;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    StackPlace place = StackPlace.in(data);
    url = place.url();
    stack = CommandProcess.withoutFreeCarrier(place.start()).awaitReady();
    token = Tokens.of(data.resolve("issuer.pem"), url).valid();
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  private static HttpResponse<String> order(String path, String order) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(40))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(order))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aFunctionStartsAndAnswers() throws Exception {
    assertThat(order("/misbehave", "sleep 0").statusCode()).isEqualTo(200);
  }

  @Test
  void aFunctionThatTakesTooLongBecomesA503After29Seconds() throws Exception {
    long start = System.nanoTime();
    HttpResponse<String> late = order("/slow", "sleep 45000");
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    assertThat(taken).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(32));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aTermSignalStopsEverything() throws Exception {
    List<ProcessHandle> children = stack.descendants();
    assertThat(children).hasSizeGreaterThan(1);
    stack.process.destroy();
    assertThat(stack.exit(Duration.ofSeconds(5))).isZero();
    assertThat(children.stream().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
