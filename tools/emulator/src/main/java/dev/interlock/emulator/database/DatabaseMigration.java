package dev.interlock.emulator.database;

import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Migrates a database as the owner of its tables. Functions never do.
///
/// @param functions what functions bring for their own tables
public record DatabaseMigration(List<OperationTables> functions) {
  private Migrations migrations() {
    return Migrations.SHIPPED.with(functions);
  }

  /// The migrations that the embedded PostgreSQL of a folder lacks, if that has never been started.
  ///
  /// @return all of them, or empty when the folder has a PostgreSQL, which has to be asked
  public Optional<List<String>> pendingIn(Path folder) {
    return isNew(folder) ? Optional.of(migrations().names()) : Optional.empty();
  }

  /// Whether the embedded PostgreSQL of a folder has never been started.
  public static boolean isNew(Path folder) {
    return !Files.exists(new ServerFolder(folder).data());
  }

  /// The migrations that a database lacks. Only reads.
  public List<String> pending(DatabaseAddress owner) {
    return in(
        owner, session -> migrations().pending(session).stream().map(Migration::name).toList());
  }

  /// The operations whose scripts of rights have changed, or have never run. Only reads.
  public List<String> pendingRights(DatabaseAddress owner) {
    return in(
        owner,
        session ->
            migrations().pendingRoles(session).stream().map(TableScript::operation).toList());
  }

  /// Whether a database has tables of an earlier version. Only reads.
  public boolean wouldChangeTables(DatabaseAddress owner) {
    return in(owner, session -> migrations().wouldChangeTables(session));
  }

  /// Applies the migrations that a database lacks.
  ///
  /// @param applied takes the name of each, as soon as it is committed
  /// @throws MigrationFailedException when the database refuses one; those before it stay
  public void run(DatabaseAddress owner, Consumer<String> applied) {
    in(
        owner,
        session -> {
          migrations().apply(session, applied);
          return true;
        });
  }

  /// Creates the functions' role if it is missing, without a password, and grants it the rights
  /// that it needs on the tables.
  ///
  /// @throws MigrationFailedException when the database refuses the script of the role
  public void grantRights(DatabaseAddress owner) {
    in(
        owner,
        session -> {
          String script = FunctionRole.script(session);
          try {
            session.inOneTransaction(
                transaction -> FunctionRole.grantRights(transaction, functions));
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
