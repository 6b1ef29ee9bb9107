package dev.interlock.testkit.servers;

import dev.interlock.office.tables.TableCatalog;
import java.util.Map;
import java.util.Set;

/// The database product of a server, and everything that tests must do differently on each.
public enum Product {
  /// PostgreSQL 15 and later, including Aurora and RDS.
  POSTGRESQL {
    @Override
    SessionQueries sessions() {
      return new PostgresSessionQueries();
    }

    @Override
    String dropDatabase() {
      return "DROP DATABASE IF EXISTS %s WITH (FORCE)";
    }

    @Override
    String emptyTables(TableCatalog tables) {
      return "TRUNCATE " + String.join(", ", tables.names());
    }

    @Override
    String roles() {
      return "db/roles.sql";
    }

    // One role serves all schemas of a run, so it must not have a search path.
    @Override
    void resetSearchPath(TestDatabase database) {
      database.run(
          "ALTER ROLE %s IN DATABASE \"%s\" RESET search_path"
              .formatted(database.role(), database.name()));
    }

    @Override
    Set<String> endedStates() {
      return Set.of("57P01");
    }

    @Override
    Map<String, String> ownerParameters() {
      return Map.of();
    }
  },

  /// CockroachDB 24 and later.
  COCKROACHDB {
    @Override
    SessionQueries sessions() {
      return new CockroachSessionQueries();
    }

    @Override
    String dropDatabase() {
      return "DROP DATABASE IF EXISTS %s CASCADE";
    }

    // TRUNCATE is a slow schema change there.
    @Override
    String emptyTables(TableCatalog tables) {
      return tables.deleting();
    }

    @Override
    String roles() {
      return "db/roles-cockroachdb.sql";
    }

    @Override
    Set<String> endedStates() {
      return Set.of("57P01", "57014", "08006");
    }

    // Only crdb_internal shows which session waits for which, and from version 26 on it has to be
    // enabled. Servers without the setting ignore it in the startup packet, but not in a SET.
    @Override
    Map<String, String> ownerParameters() {
      return Map.of("options", "-c allow_unsafe_internals=true");
    }
  };

  /// Queries about sessions.
  abstract SessionQueries sessions();

  /// Drops the database `%s` even if it has sessions.
  abstract String dropDatabase();

  /// Empties every table of the schema.
  abstract String emptyTables(TableCatalog tables);

  /// The file that creates the functions' role.
  abstract String roles();

  /// Removes the search path of the functions' role, so that each connection can set its own.
  void resetSearchPath(TestDatabase database) {}

  /// The SQLSTATEs that a statement may get when its session is terminated.
  abstract Set<String> endedStates();

  /// Startup parameters that the owner's sessions need for these queries.
  abstract Map<String, String> ownerParameters();

  /// The value of `DATABASE_PRODUCT`.
  String environmentValue() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
