package dev.interlock.local;

import dev.interlock.local.database.ContainerBridge;
import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.DatabasePreparation;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.PreparedDatabase;
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

  /// Starts PostgreSQL on the folder's data.
  PreparedDatabase start(Path data, int port) throws IOException {
    return start(data, port, Optional.empty());
  }

  /// The same, also for containers.
  PreparedDatabase start(Path data, int port, Optional<ContainerBridge> containers)
      throws IOException {
    checkFree(FreePort.LOOPBACK, port);
    Path cache = repository.cache();
    EmbeddedPostgres server;
    if (containers.isPresent()) {
      checkFree(containers.get().address(), port);
      server = EmbeddedPostgres.startFor(containers.get(), cache, data, port);
    } else {
      server = EmbeddedPostgres.start(cache, data, port, true);
    }
    closings.add(server::close);
    DatabasePreparation.createDatabase(server);
    return reach(server.owner(), data);
  }

  /// Makes a database ready that is running.
  PreparedDatabase reach(DatabaseAddress owner, Path data) throws IOException {
    return DatabasePreparation.prepare(
        owner, DataFolder.functionPassword(data), System.err::println);
  }

  /// A port that is taken is told apart from every other reason for PostgreSQL not to start.
  private static void checkFree(InetAddress address, int port) throws IOException {
    if (!FreePort.isFree(address, port)) {
      throw new UsageException(
          "port " + port + " is taken: choose another one with --database-port");
    }
  }
}
