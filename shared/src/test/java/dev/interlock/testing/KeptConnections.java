package dev.interlock.testing;

import java.sql.Connection;
import java.sql.SQLException;
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

  /// One for the taker alone, which still worked a moment ago.
  Connection take(String database, Opening opening) throws SQLException {
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

  /// Takes one back that is as it was opened.
  void giveBack(String database, Connection connection) throws SQLException {
    Connection tooMany = kept(database, connection);
    if (tooMany != null) {
      tooMany.close();
    }
  }

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
