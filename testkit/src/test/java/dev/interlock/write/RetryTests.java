package dev.interlock.write;

import dev.interlock.database.Database;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;

/// What the tests of the retry loop share: a statement that does nothing, and failures to retry.
abstract class RetryTests {

  static final TestDatabase DATABASE = TestDatabase.create();
  static final RetryLimits QUICK =
      new RetryLimits(4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);

  /// Fails connects or statements as scripted, and then passes everything; `""` passes once.
  static final class Failing implements Interceptor {

    private final Queue<String> connecting = new ArrayDeque<>();
    private final Queue<String> statements = new ArrayDeque<>();

    static Failing connecting(String... states) {
      Failing failing = new Failing();
      failing.connecting.addAll(List.of(states));
      return failing;
    }

    static Failing statements(String... states) {
      Failing failing = new Failing();
      failing.statements.addAll(List.of(states));
      return failing;
    }

    @Override
    public Connection opening(Step<Connection> open) throws SQLException {
      failIfAny(connecting);
      return open.run();
    }

    @Override
    public Object executing(String sql, Step<Object> execute) throws SQLException {
      failIfAny(statements);
      return execute.run();
    }

    private static void failIfAny(Queue<String> states) throws SQLException {
      String state = states.isEmpty() ? "" : states.remove();
      if (!state.isEmpty()) {
        throw new SQLException("injected", state);
      }
    }
  }

  Attempts attempts = new Attempts(Deadline.in(Duration.ofSeconds(20)));
  final RememberedNothing statement = new RememberedNothing();
  final NothingCommand command = new NothingCommand("key-" + System.nanoTime());

  Decision<String> decide(Interceptor interceptor, RetryLimits limits) {
    return decide(interceptor, limits, attempts);
  }

  Decision<String> decide(Interceptor interceptor, RetryLimits limits, Attempts within) {
    try (Database pool = Database.of(DATABASE.environment())) {
      Database database = new InterceptedDataSource(pool::open, interceptor)::getConnection;
      return new StatementRunner(database, limits, new Random(7))
          .decide(statement, command, within);
    }
  }

  static String[] times(int count, String state) {
    String[] states = new String[count];
    Arrays.fill(states, state);
    return states;
  }

  static List<String> states(Throwable gaveUp) {
    return Stream.concat(Stream.of(gaveUp.getSuppressed()), Stream.ofNullable(gaveUp.getCause()))
        .map(SQLException.class::cast)
        .map(SQLException::getSQLState)
        .toList();
  }
}
