package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testing.OnlyPostgres;
import dev.interlock.testing.PgBouncer;
import dev.interlock.testing.TcpProxy;
import dev.interlock.testing.TestDatabase;
import dev.interlock.wire.ServerError;
import dev.interlock.wire.Turn;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Poolers and proxies refuse the settings that a direct connection brings along. Whoever reads the
/// log must learn from one line which variable to set.
class RefusedStartupTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @OnlyPostgres("PgBouncer is for PostgreSQL")
  @Test
  void pgBouncersRefusalNamesTheVariable() throws IOException {
    try (PgBouncer pgBouncer = PgBouncer.before(DATABASE, "session", 1)) {
      Map<String, String> environment = DATABASE.behind(pgBouncer).environment();
      environment.remove("DATABASE_POOLER");
      assertRefused(environment, "08P01", "set DATABASE_POOLER to session or transaction");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "08P01, unsupported startup parameter: options",
    "0A000, 'Feature not supported: RDS Proxy currently doesn''t support command-line options.'",
  })
  void refusalOnTheWireNamesTheVariableToo(String sqlState, String message) {
    try (TcpProxy proxy = TcpProxy.before(DATABASE)) {
      Turn refusal = new Turn.RefuseBefore(ServerError.fatal(sqlState, message));
      proxy.scriptConnects(refusal);
      Map<String, String> environment = DATABASE.environment(proxy.port());
      environment.put("DATABASE_POOLER", "none");
      assertRefused(environment, sqlState, "set DATABASE_POOLER to session or transaction");
      proxy.scriptConnects(refusal);
      environment.put("DATABASE_POOLER", "session");
      assertRefused(environment, sqlState, "with DATABASE_POOLER=session", "application_name");
      assertThat(proxy.connects()).isEqualTo(2);
    }
  }

  private static void assertRefused(
      Map<String, String> environment, String sqlState, String... words) {
    try (Database database = Database.of(environment)) {
      assertThatThrownBy(database::open)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState))
          .hasMessageContainingAll(words)
          .hasCauseInstanceOf(SQLException.class);
    }
  }
}
