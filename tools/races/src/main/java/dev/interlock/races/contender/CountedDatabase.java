package dev.interlock.races.contender;

import dev.interlock.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Counts the physical connections behind those that a database lends. One is open at a time.
final class CountedDatabase implements Database {

  private final Database database;
  private @Nullable Connection last;
  private long connects;

  CountedDatabase(Database database) {
    this.database = database;
  }

  long connects() {
    return connects;
  }

  @Override
  public Connection open() throws SQLException {
    Connection lent = database.open();
    Connection physical = lent.unwrap(Connection.class);
    if (!physical.equals(last)) {
      connects++;
      last = physical;
    }
    return lent;
  }

  @Override
  public void close() {
    database.close();
  }
}
