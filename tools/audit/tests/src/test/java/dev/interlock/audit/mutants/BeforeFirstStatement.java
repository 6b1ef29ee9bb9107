package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Runs a step of a scenario just before an environment sends its first statement, after everything
/// that the flaw does.
record BeforeFirstStatement(Interceptor wrong, Queue<Runnable> steps) implements Interceptor {

  BeforeFirstStatement(Interceptor wrong, Runnable step) {
    this(wrong, new ConcurrentLinkedQueue<>());
    steps.add(step);
  }

  @Override
  public Connection opening(Step<Connection> open) throws SQLException {
    return wrong.opening(open);
  }

  @Override
  public String preparing(String sql) {
    return wrong.preparing(sql);
  }

  @Override
  public boolean queues() {
    return wrong.queues();
  }

  @Override
  public Object executing(String sql, Step<Object> execute) throws SQLException {
    return wrong.executing(
        sql,
        () -> {
          Runnable step = steps.poll();
          if (step != null) {
            step.run();
          }
          return execute.run();
        });
  }
}
