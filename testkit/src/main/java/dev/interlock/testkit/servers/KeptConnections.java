package dev.interlock.testkit.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Idle connections kept for the next query, one for each of the databases queried last. Opening
/// one costs the server more than most queries of a test.
final class KeptConnections {

  private final int databasesMax;
  private final Map<String, Connection> idle = new LinkedHashMap<>();

  KeptConnections(int databasesMax) {
    this.databasesMax = databasesMax;
  }

  /// Opens a connection.
  interface Opening {
    Connection open() throws SQLException;
  }

  /// A query.
  interface Question<T> {
    T ask(Statement statement) throws SQLException;
  }

  /// Runs a query on a connection, which is kept for later unless the query fails.
  <T> T ask(String database, Opening opening, Question<T> question) throws SQLException {
    Connection connection = take(database, opening);
    boolean answered = false;
    try (Statement statement = connection.createStatement()) {
      T answer = question.ask(statement);
      answered = true;
      return answer;
    } finally {
      Connection tooMany = answered ? kept(database, connection) : connection;
      if (tooMany != null) {
        tooMany.close();
      }
    }
  }

  // The caller gets it exclusively.
  private Connection take(String database, Opening opening) throws SQLException {
    Connection kept = taken(database);
    if (kept != null) {
      if (kept.isValid(1)) {
        return kept;
      }
      kept.close();
    }
    return opening.open();
  }

  private synchronized @Nullable Connection taken(String database) {
    return idle.remove(database);
  }

  // Returns the connection that exceeds the limit, if any.
  private synchronized @Nullable Connection kept(String database, Connection connection) {
    if (idle.containsKey(database)) {
      return connection;
    }
    idle.put(database, connection);
    if (idle.size() <= databasesMax) {
      return null;
    }
    Iterator<Connection> longest = idle.values().iterator();
    Connection tooMany = longest.next();
    longest.remove();
    return tooMany;
  }
}
