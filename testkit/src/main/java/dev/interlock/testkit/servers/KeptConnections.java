package dev.interlock.testkit.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Connections that wait for their next use, one for each of the databases that were asked last: to
/// open one is more work for the server than most questions of a test.
final class KeptConnections {

  private final int databasesMax;
  private final Map<String, Connection> idle = new LinkedHashMap<>();

  KeptConnections(int databasesMax) {
    this.databasesMax = databasesMax;
  }

  /// Opens one.
  interface Opening {
    Connection open() throws SQLException;
  }

  /// What is asked of the server, and answered by one text.
  interface Question {
    String ask(Statement statement) throws SQLException;
  }

  /// Asks by one, which is kept for later unless that fails.
  String ask(String database, Opening opening, Question question) throws SQLException {
    Connection connection = take(database, opening);
    boolean answered = false;
    try (Statement statement = connection.createStatement()) {
      String answer = question.ask(statement);
      answered = true;
      return answer;
    } finally {
      Connection tooMany = answered ? kept(database, connection) : connection;
      if (tooMany != null) {
        tooMany.close();
      }
    }
  }

  // One for the taker alone, which still worked a moment ago.
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

  // The one that there is no room for.
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
