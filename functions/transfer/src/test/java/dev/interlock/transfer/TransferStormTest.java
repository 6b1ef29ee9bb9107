package dev.interlock.transfer;

import static dev.interlock.testkit.tables.Accounts.balance;
import static dev.interlock.testkit.tables.Accounts.transfers;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// 200 concurrent environments on a server with `max_connections=20`, three of them reserved for
/// superusers.
class TransferStormTest {

  private static final int CONNECTIONS = 20;
  private static final int SLOTS = CONNECTIONS - 3;

  private static EmbeddedPostgres server;
  private static TestDatabase database;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @BeforeAll
  static void start() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", Integer.toString(CONNECTIONS))
            .setServerConfig("superuser_reserved_connections", "3")
            .start();
    database = TestDatabase.createOn(server.getPort());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  @Test
  void callsWithoutAConnectionAreUnavailableAndSucceedAfterTheStorm() {
    assertPasses(Duration.ofSeconds(6));
  }

  @Test
  @Tag("soak")
  void stormPassesWithTheUsualTimeLimit() {
    assertPasses(Duration.ofSeconds(15));
  }

  private void assertPasses(Duration functionTimeout) {
    Storm storm = Storm.pass(database, 200, functionTimeout, new Interceptor() {});
    System.err.println("connection storm: " + storm);
    storm.assertTruthful(SLOTS);
    assertThat(log.conflicts()).containsKey("53300");
    assertOneEffectEach(storm);
  }

  @Test
  void stormFailsIfAFullServerCountsAsADefect() {
    Interceptor defect =
        new Interceptor() {
          @Override
          public Connection opening(Step<Connection> open) throws SQLException {
            try {
              return open.run();
            } catch (SQLException e) {
              throw "53300".equals(e.getSQLState()) ? new SQLException("mutant", "XX000", e) : e;
            }
          }
        };
    Storm storm = Storm.pass(database, 40, Duration.ofSeconds(6), defect);
    assertThat(storm.kinds()).containsKey("internal");
    assertThatThrownBy(() -> storm.assertTruthful(SLOTS)).isInstanceOf(AssertionError.class);
  }

  private static void assertOneEffectEach(Storm storm) {
    new Backends(database).awaitCount(0);
    assertThat(transfers(database)).isEqualTo(storm.commands());
    assertThat(balance(database, ALICE_EUR)).isEqualTo(100_000 - storm.commands());
    Invariants.assertHold(database);
  }
}
