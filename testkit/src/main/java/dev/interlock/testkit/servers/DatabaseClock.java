package dev.interlock.testkit.servers;

/// A database clock that stands still where the test sets it, while the clock of this process runs.
///
/// The functions' search path finds another `clock_timestamp()` before the server's, so their
/// statements run unchanged.
public final class DatabaseClock {

  private final TestDatabase database;
  private final String schema;

  private DatabaseClock(TestDatabase database) {
    this.database = database;
    this.schema = database.schema().equals("public") ? "hand" : database.schema() + "_clock";
  }

  /// Replaces the clock of a database for connections opened from now on.
  public static DatabaseClock of(TestDatabase database) {
    DatabaseClock clock = new DatabaseClock(database);
    database.run(
        """
        CREATE SCHEMA %1$s;
        CREATE TABLE %1$s.clock (now timestamptz NOT NULL);
        INSERT INTO %1$s.clock VALUES (pg_catalog.clock_timestamp());
        CREATE FUNCTION %1$s.clock_timestamp() RETURNS timestamptz
          LANGUAGE sql VOLATILE AS 'SELECT now FROM %1$s.clock';
        GRANT USAGE ON SCHEMA %1$s TO %2$s;
        GRANT SELECT ON %1$s.clock TO %2$s
        """
            .formatted(clock.schema, database.role()));
    database.searchPath(clock.schema + ",pg_catalog," + database.schema());
    return clock;
  }

  /// Sets the clock.
  ///
  /// @param time an SQL expression, in which `now` is the clock's current time
  public void set(String time) {
    database.run("UPDATE " + table() + " SET now = " + time);
  }

  /// The table whose single `now` is the clock's time.
  public String table() {
    return schema + ".clock";
  }
}
