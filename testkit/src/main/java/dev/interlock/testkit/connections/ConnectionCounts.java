package dev.interlock.testkit.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts the connections that a function opens and closes.
///
/// The pool returns a new wrapper to each borrower, so each wrapper counts as one opening.
public class ConnectionCounts implements Interceptor {

  private final Map<Connection, Integer> closes = new ConcurrentHashMap<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger openMost = new AtomicInteger();
  private volatile @Nullable Connection last;

  @Override
  public Connection opening(Step<Connection> opener) throws SQLException {
    Connection connection = opener.run();
    last = connection;
    closes.put(connection, 0);
    opened.incrementAndGet();
    openMost.accumulateAndGet(open.incrementAndGet(), Math::max);
    return connection;
  }

  @Override
  public void closing(Connection connection, Step<Object> close) throws SQLException {
    closes.merge(connection, 1, Integer::sum);
    open.decrementAndGet();
    close.run();
  }

  /// The connection that was opened last.
  public Connection last() {
    return Objects.requireNonNull(last, "none was opened");
  }

  /// Asserts that this many were opened since the last check, one at a time, and each closed
  /// exactly once.
  public void assertOpenedAndClosed(int count) {
    assertThat(opened.getAndSet(0)).as("opened").isEqualTo(count);
    assertThat(openMost.getAndSet(0)).as("open at once").isLessThanOrEqualTo(1);
    assertThat(closes.values()).as("closed, each").hasSize(count).allMatch(times -> times == 1);
    closes.clear();
  }
}
