package dev.interlock.local;

import dev.interlock.local.database.ContainerBridge;
import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.DatabasePreparation;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.PreparedDatabase;
import dev.interlock.local.database.StaleDataException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Brings up the database of a data folder, or reaches another one, and makes it ready.
final class StackDatabase {
  private final Repository repository;
  private final Closings closings;

  StackDatabase(Repository repository, Closings closings) {
    this.repository = repository;
    this.closings = closings;
  }

  /// Starts PostgreSQL on the folder's data, with the demo data in it.
  PreparedDatabase start(Path data, int port) throws IOException {
    return start(data, port, Optional.empty());
  }

  /// Does the same, and also listens for containers.
  PreparedDatabase start(Path data, int port, Optional<ContainerBridge> containers)
      throws IOException {
    checkFree(FreePort.LOOPBACK, port);
    try {
      EmbeddedPostgres server = server(data, port, containers);
      closings.add(server::close);
      DatabasePreparation.createDatabase(server);
      return DatabasePreparation.prepareWithDemoData(
          server.owner(), DataFolder.functionPassword(data), System.err::println);
    } catch (StaleDataException stale) {
      throw new UsageException(stale.getMessage() + ": start with --fresh", stale);
    }
  }

  private EmbeddedPostgres server(Path data, int port, Optional<ContainerBridge> containers)
      throws IOException {
    if (containers.isEmpty()) {
      return EmbeddedPostgres.start(repository.cache(), data, port, true);
    }
    checkFree(containers.get().address(), port);
    return EmbeddedPostgres.startFor(containers.get(), repository.cache(), data, port);
  }

  /// Prepares a running database that belongs to the user, who may not want demo data in it.
  PreparedDatabase reach(DatabaseAddress owner, boolean demo, Path data) throws IOException {
    String password = DataFolder.functionPassword(data);
    try {
      return demo
          ? DatabasePreparation.prepareWithDemoData(owner, password, System.err::println)
          : DatabasePreparation.prepare(owner, password, System.err::println);
    } catch (StaleDataException stale) {
      throw new UsageException("database " + owner.url() + ": " + stale.getMessage(), stale);
    }
  }

  /// Reports a port that is taken as such, unlike any other reason for PostgreSQL not to start.
  private static void checkFree(InetAddress address, int port) throws IOException {
    if (!FreePort.isFree(address, port)) {
      throw new UsageException(
          "port " + port + " is taken: choose another one with --database-port");
    }
  }
}
