package dev.interlock.testkit.servers;

import dev.interlock.database.DatabaseUrl;
import org.testcontainers.cockroachdb.CockroachContainer;

/// A single-node CockroachDB in a container. Testcontainers removes it when the JVM ends, even when
/// the JVM is killed.
final class CockroachServer {

  private static final String IMAGE = "cockroachdb/cockroach:v26.2.5";

  private CockroachServer() {}

  /// The image, or the one that `-Dcockroachdb.image` names.
  static String image() {
    return System.getProperty("cockroachdb.image", IMAGE);
  }

  /// Starts one, or fails immediately with the reason.
  static TestServer start() {
    DockerImages.obstacleTo(image())
        .ifPresent(obstacle -> {
          throw new IllegalStateException("CockroachDB cannot be started: " + obstacle);
        });
    CockroachContainer container = new CockroachContainer(image());
    container.start();
    return NamedServer.at(
        DatabaseUrl.parse(container.getJdbcUrl() + "?user=" + container.getUsername()));
  }
}
