package dev.interlock.testing;

import org.testcontainers.cockroachdb.CockroachContainer;

/// A CockroachDB of one node, in a container that ends with the JVM: Testcontainers sees to that,
/// even when the JVM is killed.
final class CockroachServer {

  private static final String IMAGE = "cockroachdb/cockroach:v26.2.5";

  private CockroachServer() {}

  /// Starts one; `-Dcockroachdb.image` names another image.
  static TestServer start() {
    CockroachContainer container =
        new CockroachContainer(System.getProperty("cockroachdb.image", IMAGE));
    container.start();
    return NamedServer.at(
        ServerAddress.parse(container.getJdbcUrl() + "?user=" + container.getUsername()));
  }
}
