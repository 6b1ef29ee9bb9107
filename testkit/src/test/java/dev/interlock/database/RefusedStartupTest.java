package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.connections.TcpProxy;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.PgBouncer;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.wire.ServerError;
import dev.interlock.wire.Turn;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Poolers and proxies refuse the settings that a direct connection sends. One line of the log must
/// say which variable to set.
class RefusedStartupTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @OnlyPostgres("PgBouncer is for PostgreSQL")
  @Test
  void pgBouncersRefusalNamesTheVariable() throws IOException {
    try (PgBouncer pgBouncer = PgBouncer.before(DATABASE, "session", 1)) {
      Map<String, String> environment = DATABASE.behind(pgBouncer).environment();
      environment.remove("DATABASE_POOLER");
      assertRefused(environment);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "08P01, unsupported startup parameter: options",
    "0A000, 'Feature not supported: RDS Proxy currently doesn''t support command-line options.'",
  })
  void refusalOnTheWireNamesTheVariableToo(String sqlState, String message) {
    try (TcpProxy proxy = TcpProxy.before(DATABASE)) {
      proxy.scriptConnects(new Turn.RefuseBefore(ServerError.fatal(sqlState, message)));
      Map<String, String> environment = DATABASE.environment(proxy.port());
      environment.remove("DATABASE_POOLER");
      assertRefused(environment);
      assertThat(proxy.connects()).isEqualTo(1);
    }
  }

  private static void assertRefused(Map<String, String> environment) {
    try (Database database = Database.of(environment)) {
      assertThatThrownBy(database::open)
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(SqlState.STARTUP_REFUSED))
          .hasMessageContaining("set DATABASE_POOLER to session or")
          .hasCauseInstanceOf(SQLException.class);
    }
  }
}
