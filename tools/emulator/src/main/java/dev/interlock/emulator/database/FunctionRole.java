package dev.interlock.emulator.database;

import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableScript;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The role of db/roles.sql, which the functions connect as.
///
/// @param password given to the role when this creates it
/// @param functions what functions bring for their own tables
/// @param notices takes each line that the user should read
record FunctionRole(String password, List<OperationTables> functions, Consumer<String> notices) {
  static final String NAME = "interlock_function";

  /// Creates the role if it is missing, and returns the database with it for its functions. Where
  /// the role cannot be created or its password is not known, the functions connect as the owner.
  PreparedDatabase createIn(PreparedDatabase asOwner, SqlSession session)
      throws IOException, SQLException {
    DatabaseAddress owner = asOwner.owner();
    DatabaseAddress functions = owner.as(NAME, password);
    try {
      session.inOneTransaction(this::create);
      try (SqlSession asRole = SqlSession.open(functions)) {
        asRole.hasRows("SELECT 1 FROM idempotency_history LIMIT 0");
      }
      return new PreparedDatabase(owner, functions, asOwner.version());
    } catch (SQLException refused) {
      requireRights(session, owner, refused);
      notices.accept(
          "functions connect as %s: %s cannot be used (%s)"
              .formatted(owner.user(), NAME, DatabasePreparation.firstLine(refused)));
      return asOwner;
    }
  }

  private void create(SqlSession session) throws SQLException, IOException {
    boolean exists = session.hasRows("SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'");
    grantRights(session, functions);
    if (!exists) {
      session.execute("ALTER ROLE " + NAME + " PASSWORD '" + password + "'");
    }
  }

  /// The script in `/db` that creates the role and grants it its rights on Interlock's tables.
  static String script(SqlSession session) throws SQLException {
    return session.isPostgres() ? "roles" : "roles-cockroachdb";
  }

  /// Creates the role if it is missing, and grants it its rights: those on Interlock's tables, then
  /// those on the functions' own.
  ///
  /// @throws MigrationFailedException when a function's script fails
  static void grantRights(SqlSession session, List<OperationTables> functions)
      throws SQLException, IOException {
    session.executeScript(script(session));
    for (OperationTables tables : functions) {
      Optional<TableScript> roles = tables.roles(!session.isPostgres());
      if (roles.isPresent()) {
        session.executeAndRecord(roles.get());
      }
    }
  }

  /// Checks the rights for the first step of every function, which reads a grant and adds a key.
  private static void requireRights(
      SqlSession session, DatabaseAddress user, SQLException roleRefused) throws SQLException {
    if (!session.hasRows(
        """
        SELECT 1 WHERE has_table_privilege('permission', 'SELECT')
           AND has_table_privilege('idempotency', 'INSERT')
        """)) {
      throw new IllegalArgumentException(
          "%s has no rights on the tables, and %s cannot be used (%s)"
              .formatted(user.user(), NAME, DatabasePreparation.firstLine(roleRefused)));
    }
  }
}
