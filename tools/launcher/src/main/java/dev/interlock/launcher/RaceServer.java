package dev.interlock.launcher;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.NoEmbeddedPostgresException;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.races.RaceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/// Makes the database of `race`: on the user's server, else on a PostgreSQL in a temporary folder,
/// so that a running stack is left alone. The cleanup removes either.
final class RaceServer {
  private static final String RIGHT_MISSING = "42501";

  private RaceServer() {}

  static RaceDatabase createDatabase(Optional<DatabaseAddress> named, Cleanup cleanup)
      throws IOException {
    DatabaseAddress server = named.isPresent() ? named.get() : start(cleanup);
    try {
      RaceDatabase created = RaceDatabase.createOn(server);
      if (named.isPresent()) {
        cleanup.add(() -> drop(created));
      }
      return created;
    } catch (SQLException refused) {
      String reason =
          RIGHT_MISSING.equals(refused.getSQLState())
              ? "%s may not create databases, and races need one: ALTER ROLE ... CREATEDB"
                  .formatted(server.user())
              : CommandDatabase.oneLine(refused);
      throw new UsageException("database " + server.url() + ": " + reason, refused);
    }
  }

  private static void drop(RaceDatabase created) throws IOException {
    try {
      created.close();
    } catch (SQLException failure) {
      throw new IOException(
          "database " + created.address().database() + " is left behind: drop it", failure);
    }
  }

  private static DatabaseAddress start(Cleanup cleanup) throws IOException {
    Path folder = Files.createTempDirectory("interlock-race");
    cleanup.add(() -> Folders.delete(folder));
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.start(
              Installation.runtime(), folder, FreePort.choose(), ServerSettings.disposable());
      cleanup.add(server::close);
      DatabasePreparation.createDatabase(server);
      return server.owner();
    } catch (NoEmbeddedPostgresException missing) {
      throw new UsageException(missing.getMessage() + ": name one with --database", missing);
    }
  }
}
