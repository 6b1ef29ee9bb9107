package dev.interlock.launcher;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.ContainerBridge;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabaseMigration;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.NewerTablesException;
import dev.interlock.emulator.database.NoEmbeddedPostgresException;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.database.StaleDataException;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.host.PortTakenException;
import dev.interlock.office.tables.OperationTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Starts the database of a data folder, or connects to another one, and prepares it.
final class StackDatabase {
  private final Repository repository;
  private final Cleanup cleanup;
  private Optional<EmbeddedPostgres> server = Optional.empty();

  StackDatabase(Repository repository, Cleanup cleanup) {
    this.repository = repository;
    this.cleanup = cleanup;
  }

  /// Starts PostgreSQL on the folder's data, and adds the demo data.
  PreparedDatabase start(Path data, int port) throws IOException {
    return start(data, port, Optional.empty());
  }

  /// Starts it in the same way, and also listens for containers.
  PreparedDatabase start(Path data, int port, Optional<ContainerBridge> containers)
      throws IOException {
    EmbeddedPostgres server = serve(data, port, containers);
    try {
      return DatabasePreparation.prepareWithDemoData(
          server.owner(),
          DataFolder.functionPassword(data),
          repository.functionTables(),
          System.err::println);
    } catch (StaleDataException stale) {
      throw new UsageException(stale.getMessage() + ": start with --fresh", stale);
    } catch (NewerTablesException newer) {
      throw new UsageException(
          "data folder " + data + ": " + newer.getMessage() + ": use another one with --data",
          newer);
    }
  }

  /// Starts PostgreSQL on the folder's data, and leaves its tables as they are.
  EmbeddedPostgres serve(Path data, int port) throws IOException {
    return serve(data, port, Optional.empty());
  }

  /// The server that was started here, if any.
  Optional<EmbeddedPostgres> server() {
    return server;
  }

  private EmbeddedPostgres serve(Path data, int port, Optional<ContainerBridge> containers)
      throws IOException {
    try {
      PortTakenException.check(FreePort.LOOPBACK, port);
      EmbeddedPostgres started = server(data, port, containers);
      cleanup.add(started::close);
      server = Optional.of(started);
      DatabasePreparation.createDatabase(started);
      return started;
    } catch (PortTakenException taken) {
      throw new UsageException(
          taken.getMessage() + ": choose another one with --database-port", taken);
    } catch (NoEmbeddedPostgresException missing) {
      throw new UsageException(missing.getMessage() + ": name one with --database", missing);
    } catch (StaleDataException stale) {
      throw new UsageException(stale.getMessage() + ": start with --fresh", stale);
    }
  }

  private EmbeddedPostgres server(Path data, int port, Optional<ContainerBridge> containers)
      throws IOException {
    if (containers.isEmpty()) {
      return EmbeddedPostgres.start(repository.cache(), data, port, ServerSettings.durable());
    }
    PortTakenException.check(containers.get().address(), port);
    return EmbeddedPostgres.startFor(containers.get(), repository.cache(), data, port);
  }

  /// Prepares a running database of the user's. It gets the demo data only on request, and keeps
  /// its tables as they are, because it may serve other functions.
  PreparedDatabase reach(DatabaseAddress owner, boolean demo, Path data) throws IOException {
    String password = DataFolder.functionPassword(data);
    List<OperationTables> functions = repository.functionTables();
    try {
      if (new DatabaseMigration(functions).wouldChangeTables(owner)) {
        throw new UsageException(
            "database "
                + owner.url()
                + ": its tables are from an earlier version: run ./interlock migrate --database"
                + " first");
      }
      return demo
          ? DatabasePreparation.prepareWithDemoData(owner, password, functions, System.err::println)
          : DatabasePreparation.prepare(owner, password, functions, System.err::println);
    } catch (StaleDataException | NewerTablesException unusable) {
      throw new UsageException("database " + owner.url() + ": " + unusable.getMessage(), unusable);
    }
  }
}
