package dev.interlock.launcher;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Path;
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
    DataFolder folder = DataFolder.open(data);
    cleanup.add(folder::close);
    EmbeddedPostgres.stopLeftBehind(repository.cache(), data);
    return databases.start(data, FreePort.choose());
  }
}
