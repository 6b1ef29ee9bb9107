package dev.interlock.emulator.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;

/// The role of db/roles.sql, which the functions connect as.
///
/// @param password given to the role when this creates it
/// @param notices takes each line that the user should read
record FunctionRole(String password, Consumer<String> notices) {
  static final String NAME = "interlock_function";

  /// Creates the role if it is missing, and returns the database with it for its functions. Where
  /// the role cannot be created or its password is not known, the functions connect as the owner.
  PreparedDatabase createIn(PreparedDatabase asOwner, SqlSession session)
      throws IOException, SQLException {
    DatabaseAddress owner = asOwner.owner();
    DatabaseAddress functions = owner.as(NAME, password);
    try {
      session.inOneTransaction(transaction -> create(transaction, asOwner.product()));
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

  private void create(SqlSession session, String product) throws SQLException, IOException {
    boolean exists = session.hasRows("SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'");
    session.executeScript(script(product));
    if (!exists) {
      session.execute("ALTER ROLE " + NAME + " PASSWORD '" + password + "'");
    }
  }

  /// The script in `/db` that creates the role and grants its rights, on a product of
  /// [PreparedDatabase#product].
  static String script(String product) {
    return product.equals("cockroachdb") ? "roles-cockroachdb" : "roles";
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
