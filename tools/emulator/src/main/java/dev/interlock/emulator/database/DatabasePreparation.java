package dev.interlock.emulator.database;

import dev.interlock.database.Database;
import dev.interlock.emulator.host.SetupException;
import dev.interlock.office.Demo;
import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableScript;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Prepares a database for the functions: its tables at the version of this code, their role and,
/// optionally, demo data. Adds only what is missing.
public final class DatabasePreparation {
  private DatabasePreparation() {}

  /// Creates the database `interlock` and its owner on the embedded server. The owner may create
  /// databases and roles, and see and end sessions. It is not a superuser, because its password is
  /// public and a superuser can run programs.
  public static void createDatabase(EmbeddedPostgres server) throws IOException {
    try (SqlSession session = SqlSession.open(server.administrator())) {
      if (!session.hasRows("SELECT 1 FROM pg_roles WHERE rolname = 'interlock'")) {
        session.execute("CREATE ROLE interlock LOGIN CREATEDB CREATEROLE PASSWORD 'interlock'");
      }
      session.execute("GRANT pg_signal_backend, pg_read_all_stats, pg_checkpoint TO interlock");
      if (!session.hasRows("SELECT 1 FROM pg_database WHERE datname = 'interlock'")) {
        session.execute("CREATE DATABASE interlock OWNER interlock");
      }
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  /// Prepares a database without tables of functions, and adds the demo data if it is empty.
  public static PreparedDatabase prepareWithDemoData(
      DatabaseAddress owner, String functionPassword, Consumer<String> notices) {
    return prepareWithDemoData(owner, functionPassword, List.of(), notices);
  }

  /// Prepares a database as [#prepare] does, and adds the demo data if the database is empty, and
  /// that of each function where it is missing.
  ///
  /// @param functions what functions bring for their own tables
  public static PreparedDatabase prepareWithDemoData(
      DatabaseAddress owner,
      String functionPassword,
      List<OperationTables> functions,
      Consumer<String> notices) {
    PreparedDatabase prepared = prepare(owner, functionPassword, functions, notices);
    try (SqlSession session = SqlSession.open(owner)) {
      putDemoData(session, functions);
    } catch (SQLException | IOException | MigrationFailedException failure) {
      throw unusable(owner, failure);
    }
    return prepared;
  }

  /// Prepares a database without tables of functions.
  public static PreparedDatabase prepare(
      DatabaseAddress owner, String functionPassword, Consumer<String> notices) {
    return prepare(owner, functionPassword, List.of(), notices);
  }

  /// Prepares the database and returns the addresses for its owner and its functions.
  ///
  /// @param functionPassword given to the functions' role when this call creates it
  /// @param functions what functions bring for their own tables
  /// @param notices takes each line that the user should read
  public static PreparedDatabase prepare(
      DatabaseAddress owner,
      String functionPassword,
      List<OperationTables> functions,
      Consumer<String> notices) {
    requireUsableByFunctions(owner);
    try (SqlSession session = SqlSession.open(owner)) {
      PreparedDatabase asOwner = new PreparedDatabase(owner, owner, session.version());
      requireUsable(session);
      migrate(session, functions, notices);
      return new FunctionRole(functionPassword, functions, notices).createIn(asOwner, session);
    } catch (SQLException
        | IOException
        | IllegalArgumentException
        | MigrationFailedException failure) {
      throw unusable(owner, failure);
    }
  }

  static SetupException unusable(DatabaseAddress owner, Exception failure) {
    return new SetupException("database " + owner.url() + ": " + firstLine(failure), failure);
  }

  /// Checks the address by the functions' rules, which are stricter than those of connections made
  /// here: for example, they require TLS to another machine.
  private static void requireUsableByFunctions(DatabaseAddress owner) {
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

  static void requireUsable(SqlSession session) throws SQLException {
    String encoding = session.value("SHOW server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new IllegalArgumentException("its encoding must be UTF8, not " + encoding);
    }
    if (!session.hasRows("SELECT 1 WHERE current_schema() IS NOT NULL")) {
      throw new IllegalArgumentException("its schema does not exist: create it first");
    }
  }

  /// Tables that are up to date may belong to another user, so nothing is added to them.
  private static void migrate(
      SqlSession session, List<OperationTables> functions, Consumer<String> notices)
      throws SQLException, IOException {
    boolean existed = Migrations.version(session) > 0;
    Migrations migrations = Migrations.SHIPPED.with(functions);
    if (existed && !migrations.wouldAddTables(session)) {
      return;
    }
    migrations.apply(
        session,
        name -> {
          if (existed) {
            notices.accept("applied " + name + " to the tables");
          }
        });
  }

  private static void putDemoData(SqlSession session, List<OperationTables> functions)
      throws SQLException, IOException {
    if (!session.hasRows("SELECT 1 FROM resource LIMIT 1")) {
      session.putDemoData();
    }
    // A function's demo data may refer to it.
    if (!session.hasRows("SELECT 1 FROM account WHERE id = '" + Demo.FIRST_ACCOUNT + "'")) {
      return;
    }
    for (OperationTables tables : functions) {
      Optional<TableScript> demo = tables.demo();
      if (demo.isPresent() && !OperationRecord.read(tables, session).hasAny(demo.get())) {
        putDemoData(session, tables, demo.get());
      }
    }
  }

  private static void putDemoData(SqlSession session, OperationTables tables, TableScript demo)
      throws SQLException, IOException {
    try {
      session.inOneTransaction(transaction -> transaction.executeAndRecord(demo));
    } catch (MigrationFailedException failure) {
      if (!OperationRecord.read(tables, session).hasAny(demo)) {
        throw failure;
      }
      // Another session has put it in meanwhile.
    }
  }

  static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
