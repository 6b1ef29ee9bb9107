package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.database.Database;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.OnlyPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connects that fail: how often and how long they are retried, and what is reported in the end.
class ConnectRetryTest extends RetryTests {

  @ParameterizedTest
  @ValueSource(strings = {"08001", "53300", "57P03", "28P01"})
  void failedConnectsAreDatabaseUnavailableThatListsEachInOrder(String state) {
    DatabaseUnavailableException gaveUp =
        catchThrowableOfType(
            DatabaseUnavailableException.class,
            () -> decide(Failing.connecting("08004", state, "08001", state, "x"), QUICK));
    assertThat(states(gaveUp)).containsExactly("08004", state, "08001", state);
    assertThat(command.keysIn(DATABASE)).isZero();
  }

  // Each message arrives in time, but they never end.
  @Test
  void endlessHandshakeIsAbandonedAfterFiveSeconds() throws Exception {
    Attempts brief = new Attempts(Deadline.in(Duration.ofSeconds(2)));
    Map<String, String> endless = new HashMap<>(DATABASE.environment());
    endless.remove("DATABASE_ROOT_CERTIFICATE");
    long start = System.nanoTime();
    try (ServerSocket listener = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> shakeHandsFor(Duration.ofSeconds(12), listener));
      endless.put(
          "DATABASE_URL",
          "postgresql://127.0.0.1:" + listener.getLocalPort() + "/any?sslmode=disable");
      try (Database pool = Database.of(endless)) {
        StatementRunner writes = new StatementRunner(pool, QUICK, new Random(7));
        assertThatThrownBy(() -> writes.decide(statement, command, brief))
            .isInstanceOf(DatabaseUnavailableException.class);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  // Accepts the password, and then sends one parameter after the other.
  private static void shakeHandsFor(Duration time, ServerSocket listener) {
    byte[] authenticated = {'R', 0, 0, 0, 8, 0, 0, 0, 0};
    byte[] parameter = {'S', 0, 0, 0, 8, 'a', 0, 'b', 0};
    Deadline end = Deadline.in(time);
    try (Socket client = listener.accept()) {
      client.getOutputStream().write(authenticated);
      while (!end.remaining().isZero()) {
        client.getOutputStream().write(parameter);
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      }
    } catch (IOException _) {
      // The client has disconnected, as expected.
    }
  }

  @Test
  void refusedConnectionIsDatabaseUnavailable() {
    Map<String, String> unreachable = DATABASE.environment(unusedPort());
    try (Database pool = Database.of(unreachable)) {
      StatementRunner writes = new StatementRunner(pool, QUICK, new Random(7));
      assertThatThrownBy(() -> writes.decide(statement, command, attempts))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
    assertThat(attempts.count()).isEqualTo(4);
    assertThat(attempts.conflicts()).isEqualTo(Map.of("08001", 4));
  }

  @OnlyPostgres("CockroachDB does not limit the connections of a role")
  @Test
  void fullServerIsDatabaseUnavailableUntilThereIsRoom() {
    assumeTrue(DATABASE.hasOwnRole(), "a role that was there before is left as it is");
    String room = "ALTER ROLE " + DATABASE.role() + " CONNECTION LIMIT -1";
    DATABASE.run(room.replace("-1", "0"));
    try (Database pool = Database.of(DATABASE.environment())) {
      StatementRunner writes = new StatementRunner(pool, QUICK, new Random(7));
      assertThatThrownBy(() -> writes.decide(statement, command, attempts))
          .isInstanceOf(DatabaseUnavailableException.class);
      assertThat(attempts.conflicts()).isEqualTo(Map.of("53300", 4));
      DATABASE.run(room);
      Attempts later = new Attempts(Deadline.in(Duration.ofSeconds(20)));
      assertThat(writes.decide(statement, command, later).replayed()).isFalse();
    } finally {
      DATABASE.run(room);
    }
  }

  @Test
  void connectThatUsesUpTheDeadlineIsDatabaseUnavailableAndNothingIsSent() {
    Attempts brief = new Attempts(Deadline.in(Duration.ofMillis(300)));
    List<String> sent = new ArrayList<>();
    Interceptor slow =
        new Interceptor() {
          @Override
          public Connection opening(Step<Connection> open) throws SQLException {
            Connection connection = open.run();
            LockSupport.parkNanos(brief.deadline().remaining().toNanos());
            return connection;
          }

          @Override
          public Object executing(String sql, Step<Object> execute) throws SQLException {
            sent.add(sql);
            return execute.run();
          }
        };
    assertThatThrownBy(() -> decide(slow, QUICK, brief))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(sent).isEmpty();
    assertThat(brief.count()).isZero();
  }

  private static int unusedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
