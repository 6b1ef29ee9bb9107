package dev.interlock.bench.contender;

import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.SQLException;

/// Another way of doing the same, with Interlock's retries and Interlock's settings.
///
/// @param pooled whether its connection is kept
record Rival(
    String name,
    String title,
    Writes writes,
    IsolationLevel isolation,
    boolean pooled,
    String needs)
    implements Contender {

  @Override
  public ContenderSession open(DatabaseAddress functions) {
    boolean autoCommit = writes.isOneStatement();
    RivalConnections connections =
        pooled
            ? new RivalConnections.Pooled(functions, isolation, autoCommit)
            : new RivalConnections.PerCall(functions, isolation, autoCommit);
    return new RivalSession(connections, new Retry(connections, writes));
  }

  private record RivalSession(RivalConnections connections, Retry retry)
      implements ContenderSession {

    @Override
    public Result run(Order order) throws SQLException {
      return retry.run(order);
    }

    @Override
    public long attempts() {
      return retry.attempts();
    }

    @Override
    public long connects() {
      return connections.connects();
    }

    @Override
    public void close() {
      connections.close();
    }
  }
}
