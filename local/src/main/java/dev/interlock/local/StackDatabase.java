package dev.interlock.local;

import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.DatabasePreparation;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.PreparedDatabase;
import java.io.IOException;
import java.nio.file.Path;

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
    checkFree(port);
    EmbeddedPostgres server = EmbeddedPostgres.start(repository.cache(), data, port, true);
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
  private static void checkFree(int port) throws IOException {
    if (!FreePort.isFree(port)) {
      throw new UsageException(
          "port " + port + " is taken: choose another one with --database-port");
    }
  }
}
