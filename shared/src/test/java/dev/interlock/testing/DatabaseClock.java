package dev.interlock.testing;

/// The clock of a database in the test's hand: it stands where the test has set it, and the clock
/// of this process goes on.
///
/// The functions' role finds a `clock_timestamp()` before the server's own, so what they run is
/// their own statement, unchanged.
public final class DatabaseClock {

  private final TestDatabase database;

  private DatabaseClock(TestDatabase database) {
    this.database = database;
  }

  /// Takes the clock of a database; only connections that are opened from now on follow it.
  public static DatabaseClock of(TestDatabase database) {
    database.run(
        """
        CREATE SCHEMA hand;
        CREATE TABLE hand.clock (now timestamptz NOT NULL);
        INSERT INTO hand.clock VALUES (pg_catalog.clock_timestamp());
        CREATE FUNCTION hand.clock_timestamp() RETURNS timestamptz
          LANGUAGE sql VOLATILE AS 'SELECT now FROM hand.clock';
        GRANT USAGE ON SCHEMA hand TO interlock_function;
        GRANT SELECT ON hand.clock TO interlock_function;
        ALTER ROLE interlock_function IN DATABASE %s SET search_path = hand, pg_catalog, public
        """
            .formatted(database.name()));
    return new DatabaseClock(database);
  }

  /// Sets it.
  ///
  /// @param time an SQL expression; `now` in it is where the clock stands
  public void set(String time) {
    database.run("UPDATE hand.clock SET now = " + time);
  }
}
