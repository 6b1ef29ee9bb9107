package dev.interlock.bench.contender;

import java.sql.SQLException;

/// One environment of a contender, with at most one connection: for one thread at a time.
public interface ContenderSession extends AutoCloseable {
  /// Carries out an order, with the retries of the contender.
  Result run(Order order) throws SQLException;

  /// The number of attempts so far.
  long attempts();

  /// The number of connections opened so far.
  long connects();

  @Override
  void close();
}
