package dev.interlock.local.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.database.Database;
import dev.interlock.local.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Makes a database ready for the functions: tables, their role, demo data, each only where
/// missing.
public final class DatabasePreparation {
  /// The role of db/roles.sql.
  static final String FUNCTION_ROLE = "interlock_function";

  private DatabasePreparation() {}

  /// Creates the database itself on a server of our own.
  public static void createDatabase(EmbeddedPostgres server) throws IOException {
    try (Connection connection = server.maintenance().connect();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = 'interlock'")) {
        statement.execute("CREATE DATABASE interlock");
      }
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  /// Prepares the database and answers with how the functions connect to it.
  ///
  /// @param functionPassword given to the functions' role, if this call is what creates it
  /// @param notices takes a line for whatever the user should know
  public static PreparedDatabase prepare(
      DatabaseAddress owner, String functionPassword, Consumer<String> notices) {
    refuseWhatFunctionsWould(owner);
    try (Connection connection = owner.connect()) {
      String version = version(connection);
      inOneTransaction(connection, DatabasePreparation::createTables);
      DatabaseAddress functions = role(connection, owner, functionPassword, notices);
      inOneTransaction(connection, DatabasePreparation::putDemoData);
      return new PreparedDatabase(owner, functions, version);
    } catch (SQLException | IOException failure) {
      throw new UsageException("database " + owner.url() + ": " + firstLine(failure), failure);
    }
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
      throw new UsageException("database " + owner.url() + ": " + firstLine(refusal), refusal);
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
    if (!hasTable(statement, "idempotency")) {
      statement.execute(script("schema"));
    } else if (!hasTable(statement, "idempotency_history")) {
      throw new UsageException("its tables are of an earlier schema; start with --fresh");
    }
  }

  private static boolean hasTable(Statement statement, String name) throws SQLException {
    return exists(
        statement,
        """
        SELECT 1 FROM information_schema.tables
        WHERE table_schema = current_schema() AND table_name = '%s'
        """
            .formatted(name));
  }

  private static void putDemoData(Statement statement) throws SQLException, IOException {
    if (!exists(statement, "SELECT 1 FROM resource LIMIT 1")) {
      statement.execute(script("demo"));
    }
  }

  /// The functions get a lesser role where it can be made or its password is known; else they
  /// connect as the user that was given.
  private static DatabaseAddress role(
      Connection connection, DatabaseAddress owner, String password, Consumer<String> notices)
      throws IOException, SQLException {
    DatabaseAddress functions = owner.as(FUNCTION_ROLE, password);
    try {
      inOneTransaction(connection, statement -> createRole(statement, password));
      functions.connect().close();
      return functions;
    } catch (SQLException refused) {
      notices.accept(
          "functions connect as %s: %s cannot be used (%s)"
              .formatted(owner.user(), FUNCTION_ROLE, firstLine(refused)));
      return owner;
    }
  }

  private static void createRole(Statement statement, String password)
      throws SQLException, IOException {
    boolean there =
        exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + FUNCTION_ROLE + "'");
    for (String command : script("roles").split(";\\s*\n", -1)) {
      boolean creates = command.contains("CREATE ROLE");
      if (!command.isBlank() && !(creates && there)) {
        statement.execute(command);
      }
    }
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
    } catch (SQLException | IOException failure) {
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
