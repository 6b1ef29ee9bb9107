package dev.interlock.testkit.servers;

/// The clock of a database in the test's hand: it stands where the test has set it, and the clock
/// of this process goes on.
///
/// The functions find a `clock_timestamp()` before the server's own, so what they run is their own
/// statement, unchanged.
public final class DatabaseClock {

  private final TestDatabase database;
  private final String schema;

  private DatabaseClock(TestDatabase database) {
    this.database = database;
    this.schema = database.schema().equals("public") ? "hand" : database.schema() + "_clock";
  }

  /// Takes the clock of a database; only connections that are opened from now on follow it.
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

  /// Sets it.
  ///
  /// @param time an SQL expression; `now` in it is where the clock stands
  public void set(String time) {
    database.run("UPDATE " + table() + " SET now = " + time);
  }

  /// The table whose one `now` is where the clock stands.
  public String table() {
    return schema + ".clock";
  }
}
