package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.WallClock;
import dev.interlock.testkit.connections.TcpProxy;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.Attempts;
import dev.interlock.write.ConsistentQuery;
import dev.interlock.write.Deadline;
import dev.interlock.write.StatementRunner;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Lambda freezes an environment between invocations, for seconds or for hours, and its connection
/// may be gone when it thaws.
class FrozenEnvironmentLifecycleTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  /// Any read.
  private record Answer42() implements ConsistentQuery<Integer> {

    @Override
    public String sql() {
      return "SELECT 42";
    }

    @Override
    public void bind(PreparedStatement statement) {
      // It has no parameters.
    }

    @Override
    public Integer read(ResultSet rows) throws SQLException {
      rows.next();
      return rows.getInt(1);
    }
  }

  private final WallClock clock = new WallClock();
  private final Backends backends = new Backends(DATABASE);
  private TcpProxy proxy;
  private Database database;

  @BeforeEach
  void open() {
    proxy = TcpProxy.before(DATABASE);
    database = PooledDatabase.of(DATABASE.environment(proxy.port()), clock);
    assertThat(call().count()).isEqualTo(1);
  }

  @AfterEach
  void close() {
    database.close();
    proxy.close();
    backends.awaitCount(0);
  }

  private Attempts call() {
    return call(database);
  }

  private static Attempts call(Database on) {
    Attempts attempts = new Attempts(Deadline.in(Duration.ofSeconds(10)));
    assertThat(new StatementRunner(on).read(new Answer42(), attempts)).isEqualTo(42);
    return attempts;
  }

  @Test
  void brieflyIdleConnectionIsNotPinged() {
    clock.pass(Duration.ofSeconds(5));
    int before = proxy.turns();
    call();
    assertThat(proxy.turns() - before).isEqualTo(1);
    assertThat(proxy.connects()).isEqualTo(1);
  }

  @Test
  void longIdleConnectionIsPingedAndKept() {
    clock.pass(Duration.ofMillis(5_001));
    int before = proxy.turns();
    call();
    assertThat(proxy.turns() - before).isEqualTo(2);
    assertThat(proxy.connects()).isEqualTo(1);
  }

  @Test
  void longIdleConnectionThatTheServerEndedIsReplacedBeforeTheFirstAttempt() {
    backends.terminateAll();
    clock.pass(Duration.ofHours(1));
    Attempts attempts = call();
    assertThat(attempts.count()).isEqualTo(1);
    assertThat(attempts.conflicts()).isEmpty();
    assertThat(proxy.connects()).isEqualTo(2);
    assertThat(backends.count()).isEqualTo(1);
  }

  @Test
  void connectionThatTheServerJustEndedIsReplacedBeforeTheFirstAttempt() {
    try (Database direct = PooledDatabase.of(DATABASE.environment(), clock)) {
      assertThat(call(direct).count()).isEqualTo(1);
      backends.terminateAll();
      clock.pass(Duration.ofSeconds(1));
      Attempts attempts = call(direct);
      assertThat(attempts.count()).isEqualTo(1);
      assertThat(attempts.conflicts()).isEmpty();
    }
  }

  /// The proxy forwards the server's messages only in answer to a request.
  @Test
  void connectionWhoseEndTheServerCouldNotReportCostsOneAttempt() {
    backends.terminateAll();
    clock.pass(Duration.ofSeconds(1));
    assertThat(call().count()).isEqualTo(2);
    assertThat(proxy.connects()).isEqualTo(2);
    assertThat(backends.count()).isEqualTo(1);
  }
}
