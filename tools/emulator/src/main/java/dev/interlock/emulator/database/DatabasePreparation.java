package dev.interlock.emulator.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.database.Database;
import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Prepares a database for the functions: tables, their role and, if asked for, demo data. Adds
/// only what is missing.
public final class DatabasePreparation {
  /// The role of db/roles.sql.
  static final String FUNCTION_ROLE = "interlock_function";

  private DatabasePreparation() {}

  /// Creates the database on the embedded server, and its owner, which may create databases and
  /// roles, and see and end sessions. The owner is not a superuser, because a superuser may run
  /// programs, and its password is public.
  public static void createDatabase(EmbeddedPostgres server) throws IOException {
    try (Connection connection = server.administrator().connect();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = 'interlock'")) {
        statement.execute("CREATE ROLE interlock LOGIN CREATEDB CREATEROLE PASSWORD 'interlock'");
      }
      statement.execute("GRANT pg_signal_backend, pg_read_all_stats, pg_checkpoint TO interlock");
      if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = 'interlock'")) {
        statement.execute("CREATE DATABASE interlock OWNER interlock");
      }
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  /// Prepares a database as [#prepare] does, and adds the demo data if the database is empty.
  public static PreparedDatabase prepareWithDemoData(
      DatabaseAddress owner, String functionPassword, Consumer<String> notices) {
    PreparedDatabase prepared = prepare(owner, functionPassword, notices);
    try (Connection connection = owner.connect()) {
      inOneTransaction(connection, DatabasePreparation::putDemoData);
    } catch (SQLException | IOException failure) {
      throw unusable(owner, failure);
    }
    return prepared;
  }

  /// Prepares the database and answers with how the functions connect to it.
  ///
  /// @param functionPassword given to the functions' role, if this call is what creates it
  /// @param notices takes each line that the user should read
  public static PreparedDatabase prepare(
      DatabaseAddress owner, String functionPassword, Consumer<String> notices) {
    refuseWhatFunctionsWould(owner);
    try (Connection connection = owner.connect()) {
      PreparedDatabase asOwner = new PreparedDatabase(owner, owner, version(connection));
      requireUtf8(connection);
      inOneTransaction(connection, DatabasePreparation::createTables);
      return asFunctions(connection, asOwner, functionPassword, notices);
    } catch (SQLException | IOException | IllegalArgumentException failure) {
      throw unusable(owner, failure);
    }
  }

  private static SetupException unusable(DatabaseAddress owner, Exception failure) {
    return new SetupException("database " + owner.url() + ": " + firstLine(failure), failure);
  }

  /// The functions insist on what this command's own connections do not, TLS above all.
  private static void refuseWhatFunctionsWould(DatabaseAddress owner) {
    try {
      Database.of(
              Map.of(
                  "DATABASE_URL", owner.url(),
                  "DATABASE_USER", owner.user(),
                  "DATABASE_PASSWORD", "any"))
          .close();
    } catch (IllegalArgumentException refusal) {
      throw unusable(owner, refusal);
    }
  }

  private static void requireUtf8(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_encoding")) {
      row.next();
      if (!row.getString(1).equals("UTF8")) {
        throw new IllegalArgumentException("its encoding must be UTF8, not " + row.getString(1));
      }
    }
  }

  private static String version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT version()")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void createTables(Statement statement) throws SQLException, IOException {
    if (!exists(statement, "SELECT 1 WHERE current_schema() IS NOT NULL")) {
      throw new IllegalArgumentException("its schema does not exist: create it first");
    }
    if (!hasTable(statement, "idempotency")) {
      if (exists(statement, "SELECT 1 FROM pg_settings WHERE name = 'autocommit_before_ddl'")) {
        // CockroachDB 25.1 and later would commit before each table, and a start that died between
        // two of them would leave some behind.
        statement.execute("SET autocommit_before_ddl = off");
      }
      statement.execute(script("schema"));
      if (version(statement.getConnection()).startsWith("PostgreSQL")) {
        statement.execute(script("postgresql"));
      }
    } else if (!hasTable(statement, "idempotency_history")) {
      throw new StaleDataException("its tables are from an earlier schema");
    }
  }

  /// Whether the search path finds the table, as it must for the functions.
  private static boolean hasTable(Statement statement, String name) throws SQLException {
    return exists(statement, "SELECT 1 WHERE to_regclass('" + name + "') IS NOT NULL");
  }

  private static void putDemoData(Statement statement) throws SQLException, IOException {
    if (!exists(statement, "SELECT 1 FROM resource LIMIT 1")) {
      statement.execute(script("demo"));
    }
  }

  /// The functions get a lesser role where it can be made or its password is known; else they
  /// connect as the user that was given.
  private static PreparedDatabase asFunctions(
      Connection connection, PreparedDatabase asOwner, String password, Consumer<String> notices)
      throws IOException {
    DatabaseAddress owner = asOwner.owner();
    DatabaseAddress functions = owner.as(FUNCTION_ROLE, password);
    try {
      inOneTransaction(connection, statement -> createRole(statement, asOwner.product(), password));
      try (Connection asRole = functions.connect();
          Statement statement = asRole.createStatement()) {
        exists(statement, "SELECT 1 FROM idempotency_history LIMIT 0");
      }
      return new PreparedDatabase(owner, functions, asOwner.version());
    } catch (SQLException refused) {
      requireRights(connection, owner, refused);
      notices.accept(
          "functions connect as %s: %s cannot be used (%s)"
              .formatted(owner.user(), FUNCTION_ROLE, firstLine(refused)));
      return asOwner;
    }
  }

  /// What a function does first, whatever it does: it reads a grant and adds a key.
  private static void requireRights(
      Connection connection, DatabaseAddress user, SQLException roleRefused) {
    try (Statement statement = connection.createStatement()) {
      if (!exists(
          statement,
          """
          SELECT 1 WHERE has_table_privilege('permission', 'SELECT')
             AND has_table_privilege('idempotency', 'INSERT')
          """)) {
        throw new IllegalArgumentException(
            "%s has no rights on the tables, and %s cannot be used (%s)"
                .formatted(user.user(), FUNCTION_ROLE, firstLine(roleRefused)));
      }
    } catch (SQLException failure) {
      throw unusable(user, failure);
    }
  }

  private static void createRole(Statement statement, String product, String password)
      throws SQLException, IOException {
    boolean there =
        exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + FUNCTION_ROLE + "'");
    statement.execute(script(product.equals("cockroachdb") ? "roles-cockroachdb" : "roles"));
    if (!there) {
      statement.execute("ALTER ROLE " + FUNCTION_ROLE + " PASSWORD '" + password + "'");
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  private static String script(String name) throws IOException {
    try (InputStream bytes =
        Objects.requireNonNull(
            DatabasePreparation.class.getResourceAsStream("/db/" + name + ".sql"))) {
      return new String(bytes.readAllBytes(), UTF_8);
    }
  }

  private interface Step {
    void run(Statement statement) throws SQLException, IOException;
  }

  private static void inOneTransaction(Connection connection, Step step)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      step.run(statement);
      connection.commit();
    } catch (SQLException | IOException | RuntimeException failure) {
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
