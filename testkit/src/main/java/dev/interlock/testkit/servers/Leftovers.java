package dev.interlock.testkit.servers;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/// Drops what earlier runs left on a [NamedServer] when they were killed. A run is still alive if
/// its [RunSession] exists.
final class Leftovers {

  private static final Pattern RUN = Pattern.compile(RunSession.PREFIX + "[0-9a-f]{8}");
  private static final Pattern PLACE = Pattern.compile(RUN + "_[0-9]+(_clock)?");
  private static final int RUN_LENGTH = RunSession.PREFIX.length() + 8;

  private final RunSession session;
  private final List<String> alive;

  private Leftovers(RunSession session, List<String> alive) {
    this.session = session;
    this.alive = alive;
  }

  static void drop(RunSession session, Product product) throws SQLException {
    Leftovers leftovers =
        new Leftovers(session, session.values(product.sessions().applicationNames()));
    for (String database : leftovers.find("SELECT datname FROM pg_database", PLACE)) {
      leftovers.drop(product.dropDatabase().formatted(database));
    }
    for (String schema : leftovers.find("SELECT nspname FROM pg_namespace", PLACE)) {
      leftovers.drop(dropSchema(schema));
    }
    for (String role : leftovers.find("SELECT rolname FROM pg_roles", RUN)) {
      leftovers.drop("DROP ROLE IF EXISTS " + role);
    }
  }

  static String dropSchema(String name) {
    return "DROP SCHEMA IF EXISTS " + name + " CASCADE";
  }

  private List<String> find(String query, Pattern pattern) throws SQLException {
    return session.values(query).stream()
        .filter(name -> pattern.matcher(name).matches())
        .filter(name -> !alive.contains(name.substring(0, RUN_LENGTH)))
        .toList();
  }

  // This user may not be able to drop what another user left. That must not stop the tests.
  private void drop(String drop) {
    try {
      if (session.executeIfAllowed(drop)) {
        System.err.println("dropped, left behind by an earlier run: " + drop);
      }
    } catch (SQLException e) {
      System.err.println("left behind by an earlier run: " + drop + ": " + e.getMessage());
    }
  }
}
