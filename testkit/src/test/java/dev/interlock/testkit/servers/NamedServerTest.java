package dev.interlock.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.database.DatabaseUrl;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.tables.Invariants;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tests use as many privileges of a named server's user as they can, and leave the server as
/// it was.
class NamedServerTest {

  private static final String LEFT =
      """
      SELECT coalesce(string_agg(name, ' ' ORDER BY name), '') FROM (
        SELECT datname AS name FROM pg_database
        UNION ALL SELECT rolname FROM pg_roles
        UNION ALL SELECT nspname FROM pg_namespace) everything
       WHERE name LIKE 'interlock_test_%'
      """;

  private static TestDatabase there;

  @BeforeAll
  static void makeUsers() {
    assumeTrue(
        TestServer.current() instanceof EmbeddedServer, "creates roles on the embedded server");
    there = TestDatabase.create();
    there.run(
        """
        CREATE ROLE database_and_role LOGIN CREATEDB CREATEROLE;
        CREATE ROLE only_database LOGIN CREATEDB;
        CREATE ROLE only_role LOGIN CREATEROLE;
        CREATE ROLE only_schema LOGIN;
        GRANT CREATE ON DATABASE %s TO only_role, only_schema
        """
            .formatted(there.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "database_and_role, true, true",
    "only_database, true, false",
    "only_role, false, true",
    "only_schema, false, false"
  })
  void privilegesOfTheUserAreUsedAndNothingIsLeft(String user, boolean database, boolean role)
      throws SQLException {
    NamedServer server = NamedServer.at(url(user));
    TestDatabase made = TestDatabase.createOn(server);
    assertThat(made.name().equals(there.name())).isNotEqualTo(database);
    assertThat(made.schema().equals("public")).isEqualTo(database);
    assertThat(made.role()).isEqualTo(role ? server.run() : user);

    // A function can run there with its role.
    try (Stage stage = Stage.of(made)) {
      stage.environment();
      assertThat(new Backends(made).count()).isEqualTo(1);
    }
    new Backends(made).awaitCount(0);
    made.reset();
    Invariants.assertHold(made);

    server.dropAll();
    assertThat(there.text(LEFT)).isEmpty();
  }

  @Test
  void leftoversOfAKilledRunAreDroppedAndThoseOfALiveRunKept() {
    NamedServer killed = NamedServer.at(url("database_and_role"));
    NamedServer living = NamedServer.at(url("database_and_role"));
    killed.create();
    living.create();
    there.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '"
            + killed.run()
            + "'");
    assertThat(there.text(LEFT)).contains(killed.run(), living.run());

    NamedServer next = NamedServer.at(url("database_and_role"));
    assertThat(there.text(LEFT).split(" ", -1))
        .containsExactlyInAnyOrder(living.run(), living.run() + "_1", next.run());
    next.dropAll();
    living.dropAll();
    assertThat(there.text(LEFT)).isEmpty();
  }

  private static DatabaseUrl url(String user) {
    TestServer ours = TestServer.current();
    return new DatabaseUrl(
        ours.url().hosts(), there.name(), Optional.of(user), Optional.empty(), Map.of());
  }
}
