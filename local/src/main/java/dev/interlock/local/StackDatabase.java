package dev.interlock.local;

import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.DatabasePreparation;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.PreparedDatabase;
import dev.interlock.local.database.StaleDataException;
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

  /// Starts PostgreSQL on the folder's data, with the demo data in it.
  PreparedDatabase start(Path data, int port) throws IOException {
    checkFree(port);
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start(repository.cache(), data, port, true);
      closings.add(server::close);
      DatabasePreparation.createDatabase(server);
      return DatabasePreparation.prepareWithDemoData(
          server.owner(), DataFolder.functionPassword(data), System.err::println);
    } catch (StaleDataException stale) {
      throw new UsageException(stale.getMessage() + ": start with --fresh", stale);
    }
  }

  /// Makes a database ready that is running: somebody's, who may not want demo data in it.
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

  /// A port that is taken is told apart from every other reason for PostgreSQL not to start.
  private static void checkFree(int port) throws IOException {
    if (!FreePort.isFree(port)) {
      throw new UsageException(
          "port " + port + " is taken: choose another one with --database-port");
    }
  }
}
