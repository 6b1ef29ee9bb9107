package dev.interlock.races;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabaseMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/// A database for races, with empty tables, on a server that may have others. It is dropped when
/// this is closed, so nothing else on the server is read or changed.
///
/// The user who creates it needs the right to create databases, and does everything in it. No role
/// is created.
public final class RaceDatabase implements AutoCloseable {

  private final DatabaseAddress server;
  private final DatabaseAddress address;

  private RaceDatabase(DatabaseAddress server, DatabaseAddress address) {
    this.server = server;
    this.address = address;
  }

  /// Creates it.
  ///
  /// @param server any database of the server, for a user who may create databases
  /// @throws SQLException when the server cannot be reached, or refuses
  public static RaceDatabase createOn(DatabaseAddress server) throws SQLException {
    String name =
        String.format(Locale.ROOT, "interlock_race_%016x", ThreadLocalRandom.current().nextLong());
    try (Connection connection = server.connect()) {
      execute(connection, "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
    }
    RaceDatabase created = new RaceDatabase(server, server.named(name));
    try {
      new DatabaseMigration(List.of()).run(created.address, _ -> {});
      return created;
    } catch (RuntimeException failure) {
      try {
        created.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }

  /// The address, for the user who created it.
  public DatabaseAddress address() {
    return address;
  }

  /// Ends its sessions and drops it.
  @Override
  public void close() throws SQLException {
    try (Connection connection = server.connect()) {
      String how = CockroachDb.serves(connection) ? "CASCADE" : "WITH (FORCE)";
      execute(connection, "DROP DATABASE IF EXISTS " + address.database() + " " + how);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
