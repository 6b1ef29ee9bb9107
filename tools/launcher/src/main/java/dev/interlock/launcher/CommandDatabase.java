package dev.interlock.launcher;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabaseMigration;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.NewerTablesException;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.StaleDataException;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.office.tables.OperationTables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// Finds the database of a short-lived command: the one that it names, else that of the stack that
/// runs on the data folder, else the folder's PostgreSQL, which runs for as long as the command.
final class CommandDatabase {
  private CommandDatabase() {}

  /// @param demo whether the database of `--database` gets the demo data
  static PreparedDatabase open(
      Repository repository,
      Path data,
      Optional<DatabaseAddress> address,
      boolean demo,
      Cleanup cleanup)
      throws IOException {
    StackDatabase databases = new StackDatabase(repository, cleanup);
    if (address.isPresent()) {
      DataFolder.create(data);
      return databases.reach(address.get(), demo, data);
    }
    Properties stack = DataFolder.running(data);
    if (!stack.isEmpty()) {
      return new PreparedDatabase(
          DatabaseAddress.parse(stack.getProperty("owner")),
          DatabaseAddress.parse(stack.getProperty("functions")),
          stack.getProperty("version"));
    }
    lock(repository, data, cleanup);
    return databases.start(data, FreePort.choose());
  }

  /// Finds the database of the stack, started or not.
  static PreparedDatabase open(Repository repository, Path data, Cleanup cleanup)
      throws IOException {
    return open(repository, data, Optional.empty(), false, cleanup);
  }

  /// Refuses tables of another version. Those of a running stack can be of an earlier one.
  ///
  /// @param functions those whose own tables are needed too
  static void requireThisVersion(DatabaseAddress owner, List<OperationTables> functions) {
    try {
      if (!new DatabaseMigration(functions).pending(owner).isEmpty()) {
        throw new UsageException(
            "database "
                + owner.url()
                + ": its tables are missing or from an earlier version: run ./interlock migrate"
                + " first");
      }
    } catch (NewerTablesException | StaleDataException unusable) {
      throw new UsageException("database " + owner.url() + ": " + unusable.getMessage(), unusable);
    }
  }

  /// A connection to a database that the user named.
  static Connection connect(DatabaseAddress address) {
    try {
      return address.connect();
    } catch (SQLException failure) {
      throw new UsageException("database " + address.url() + ": " + failure.getMessage(), failure);
    }
  }

  /// The server's message without its line breaks.
  static String oneLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /// Finds the same database for its owner, and leaves its tables as they are.
  static DatabaseAddress unprepared(
      Repository repository, Path data, Optional<DatabaseAddress> address, Cleanup cleanup)
      throws IOException {
    if (address.isPresent()) {
      return address.get();
    }
    Properties stack = DataFolder.running(data);
    if (!stack.isEmpty()) {
      return DatabaseAddress.parse(stack.getProperty("owner"));
    }
    lock(repository, data, cleanup);
    return new StackDatabase(repository, cleanup).serve(data, FreePort.choose()).owner();
  }

  private static void lock(Repository repository, Path data, Cleanup cleanup) throws IOException {
    DataFolder folder = DataFolder.open(data);
    cleanup.add(folder::close);
    EmbeddedPostgres.stopLeftBehind(repository.cache(), data);
  }
}
