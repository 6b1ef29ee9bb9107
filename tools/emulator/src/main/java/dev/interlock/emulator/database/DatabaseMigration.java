package dev.interlock.emulator.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Migrates a database as the owner of its tables. Functions never do.
public final class DatabaseMigration {
  private DatabaseMigration() {}

  /// The migrations that the embedded PostgreSQL of a folder lacks, if that has never been started.
  ///
  /// @return all of them, or empty when the folder has a PostgreSQL, which has to be asked
  public static Optional<List<String>> pendingIn(Path folder) {
    return Files.exists(new ServerFolder(folder).data())
        ? Optional.empty()
        : Optional.of(Migrations.SHIPPED.names());
  }

  /// The migrations that a database lacks. Only reads.
  public static List<String> pending(DatabaseAddress owner) {
    return in(
        owner,
        session -> Migrations.SHIPPED.pending(session).stream().map(Migration::name).toList());
  }

  /// Whether a database has tables of an earlier version. Only reads.
  public static boolean wouldChangeTables(DatabaseAddress owner) {
    return in(owner, Migrations.SHIPPED::wouldChangeTables);
  }

  /// Applies the migrations that a database lacks.
  ///
  /// @param applied takes the name of each, as soon as it is committed
  /// @throws MigrationFailedException when the database refuses one; those before it stay
  public static void run(DatabaseAddress owner, Consumer<String> applied) {
    in(
        owner,
        session -> {
          Migrations.SHIPPED.apply(session, applied);
          return true;
        });
  }

  /// Creates the functions' role if it is missing, without a password, and grants it the rights
  /// that it needs on the tables.
  ///
  /// @throws MigrationFailedException when the database refuses the script of the role
  public static void grantRights(DatabaseAddress owner) {
    in(
        owner,
        session -> {
          String script =
              FunctionRole.script(new PreparedDatabase(owner, owner, session.version()).product());
          try {
            session.inOneTransaction(transaction -> transaction.executeScript(script));
          } catch (SQLException refused) {
            throw new MigrationFailedException(script, refused);
          }
          return true;
        });
  }

  private interface Work<T> {
    T in(SqlSession session) throws SQLException, IOException;
  }

  private static <T> T in(DatabaseAddress owner, Work<T> work) {
    try (SqlSession session = SqlSession.open(owner)) {
      DatabasePreparation.requireUsable(session);
      return work.in(session);
    } catch (SQLException | IOException | IllegalArgumentException failure) {
      throw DatabasePreparation.unusable(owner, failure);
    }
  }
}
