package dev.interlock.testkit.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;
import org.testcontainers.utility.DockerImageName;

/// Tests do not wait for an engine that neither has an image nor can pull it.
class DockerImagesTest {

  // With a registry in its name: otherwise Testcontainers would ask this machine's engine for one.
  private static final DockerImageName IMAGE = DockerImageName.parse("registry.test/some/image:1");
  private static final Duration SILENCE_MAX = Duration.ofSeconds(2);
  private static final String ABSENT = "{\"message\":\"No such image: some/image:1\"}";

  /// How an engine answers a request to pull.
  private interface Pulling {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static Optional<String> obstacle(int inspection, Pulling pulling) throws IOException {
    HttpServer engine =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (exchange.getRequestURI().getPath().endsWith("/images/create")) {
              pulling.answer(exchange);
            } else {
              send(exchange, inspection, inspection == 200 ? "{\"Id\":\"1\"}" : ABSENT);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    ExecutorService threads = Executors.newCachedThreadPool();
    engine.setExecutor(threads);
    engine.start();
    URI address = URI.create("tcp://127.0.0.1:" + engine.getAddress().getPort());
    try (DockerClient client =
        DockerClientProviderStrategy.getClientForConfig(
            TransportConfig.builder().dockerHost(address).build())) {
      return new DockerImages(client, SILENCE_MAX).obstacle(IMAGE);
    } finally {
      threads.shutdownNow();
      engine.stop(0);
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length());
    exchange.getResponseBody().write(json.getBytes(UTF_8));
  }

  @Test
  void anImageThatIsHereIsNotPulled() throws Exception {
    assertThat(obstacle(200, exchange -> send(exchange, 500, "{}"))).isEmpty();
  }

  @Test
  void anImageThatIsPulledIsNoObstacle() throws Exception {
    String progress = "{\"status\":\"Pulling from some/image\",\"id\":\"1\"}\n";
    assertThat(obstacle(404, exchange -> send(exchange, 200, progress))).isEmpty();
  }

  @Test
  void anEngineThatFindsNoRegistryIsAnObstacle() throws Exception {
    String refusal = "{\"message\":\"lookup registry.example: no such host\"}";
    assertThat(obstacle(404, exchange -> send(exchange, 500, refusal)))
        .hasValueSatisfying(why -> assertThat(why).contains("some/image:1", "no such host"));
  }

  @Test
  void aPullThatFailsOnItsWayIsAnObstacle() throws Exception {
    String failure = "{\"errorDetail\":{\"message\":\"i/o timeout\"},\"error\":\"i/o timeout\"}\n";
    assertThat(obstacle(404, exchange -> send(exchange, 200, failure)))
        .hasValueSatisfying(why -> assertThat(why).contains("i/o timeout"));
  }

  @Test
  void anEngineThatFallsSilentIsAnObstacle() throws Exception {
    assertThat(obstacle(404, exchange -> new CountDownLatch(1).await()))
        .hasValueSatisfying(why -> assertThat(why).contains("no progress"));
  }

  @Test
  void ryukIsTheOneThatTestcontainersStarts() throws IOException {
    try (InputStream code =
        DockerImagesTest.class.getResourceAsStream(
            "/org/testcontainers/utility/RyukContainer.class")) {
      assertThat(new String(code.readAllBytes(), ISO_8859_1)).contains(DockerImages.RYUK);
    }
  }
}
