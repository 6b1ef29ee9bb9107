package dev.interlock.testkit.servers;

import java.util.Map;
import java.util.Set;

/// What a server is. Where the products differ for a test, the difference stands here.
///
/// `%s` in a question is the application name of the sessions that are meant.
public enum Product {
  /// PostgreSQL 15 and later, Aurora's and RDS's too.
  POSTGRESQL {
    private static final String OURS =
        " FROM pg_stat_activity WHERE datname = current_database() AND application_name = '%s'";
    private static final String WAITING = " AND wait_event_type = 'Lock'";

    @Override
    String sessions() {
      return "SELECT count(*)" + OURS;
    }

    @Override
    String idleInTransaction() {
      return sessions() + " AND state LIKE 'idle in transaction%%'";
    }

    @Override
    String waiting() {
      return sessions() + WAITING;
    }

    @Override
    String waitingAnybody() {
      return "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()" + WAITING;
    }

    @Override
    String endWaiting() {
      return "SELECT pg_terminate_backend(pid)" + OURS + WAITING;
    }

    @Override
    String cancelWaiting() {
      return "SELECT pg_cancel_backend(pid)" + OURS + WAITING;
    }

    @Override
    String endAll() {
      return "SELECT pg_terminate_backend(pid)" + OURS;
    }

    @Override
    String applicationNames() {
      return "SELECT DISTINCT application_name FROM pg_stat_activity";
    }

    @Override
    String dropDatabase() {
      return "DROP DATABASE IF EXISTS %s WITH (FORCE)";
    }

    @Override
    String emptyTables() {
      return "TRUNCATE " + String.join(", ", TestDatabase.TABLES);
    }

    @Override
    String roles() {
      return "db/roles.sql";
    }

    // The tests have one role for all their schemas, and reach each by its name.
    @Override
    void letMove(TestDatabase database) {
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
    private static final String OURS =
        " FROM [SHOW CLUSTER SESSIONS] WHERE application_name = '%s' AND status <> 'CLOSED'";

    // Who waits is kept by transaction, and by session what it is called.
    private static final String WAITING =
        """
         FROM crdb_internal.cluster_locks l
         JOIN crdb_internal.cluster_transactions t ON t.id = l.txn_id
        WHERE NOT l.granted AND l.database_name = current_database()
          AND t.application_name = '%s'
        """;

    @Override
    String sessions() {
      return "SELECT count(*)" + OURS;
    }

    @Override
    String idleInTransaction() {
      return sessions() + " AND kv_txn IS NOT NULL AND active_queries = ''";
    }

    @Override
    String waiting() {
      return "SELECT count(DISTINCT l.txn_id)" + WAITING;
    }

    @Override
    String waitingAnybody() {
      return """
      SELECT count(DISTINCT txn_id) FROM crdb_internal.cluster_locks
       WHERE NOT granted AND database_name = current_database()
      """;
    }

    @Override
    String endWaiting() {
      return "CANCEL SESSIONS (SELECT DISTINCT t.session_id" + WAITING + ")";
    }

    @Override
    String cancelWaiting() {
      return """
      CANCEL QUERIES (
        SELECT q.query_id FROM [SHOW CLUSTER QUERIES] q
         WHERE q.session_id IN (SELECT t.session_id\
      """
          + WAITING
          + "))";
    }

    @Override
    String endAll() {
      return "CANCEL SESSIONS (SELECT session_id" + OURS + ")";
    }

    @Override
    String applicationNames() {
      return "SELECT DISTINCT application_name FROM [SHOW CLUSTER SESSIONS]";
    }

    @Override
    String dropDatabase() {
      return "DROP DATABASE IF EXISTS %s CASCADE";
    }

    // Emptying a table otherwise is a change of the schema there, and takes its time.
    @Override
    String emptyTables() {
      return "DELETE FROM " + String.join("; DELETE FROM ", TestDatabase.TABLES);
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

  /// How many sessions there are.
  abstract String sessions();

  /// How many of them began a transaction and left it open.
  abstract String idleInTransaction();

  /// How many of them wait for a lock.
  abstract String waiting();

  /// How many wait for a lock in this database, anybody's.
  abstract String waitingAnybody();

  /// Ends those that wait for a lock, connection and all.
  abstract String endWaiting();

  /// Ends the statements of those that wait for a lock.
  abstract String cancelWaiting();

  /// Ends all of them.
  abstract String endAll();

  /// What sessions of the whole server are called.
  abstract String applicationNames();

  /// Drops the database `%s`, sessions or not.
  abstract String dropDatabase();

  /// Empties every table of the schema.
  abstract String emptyTables();

  /// The statements that make the functions' role.
  abstract String roles();

  /// Lets the functions' role use the tables of another schema of its database.
  void letMove(TestDatabase database) {}

  /// The SQLSTATEs by which a statement learns that its session was ended.
  abstract Set<String> endedStates();

  /// What the owner's sessions begin with, so that they may ask all this.
  abstract Map<String, String> ownerParameters();

  /// The value of `DATABASE_PRODUCT`.
  String environmentValue() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
