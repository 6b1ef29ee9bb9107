package dev.interlock.bench.contender;

import java.sql.SQLException;

/// One environment of a contender, with at most one connection: for one thread at a time.
public interface ContenderSession extends AutoCloseable {
  /// Carries an order out, with as many attempts as the contender's policy has.
  Result run(Order order) throws SQLException;

  /// Attempts of all runs so far.
  long attempts();

  /// Connections opened so far.
  long connects();

  @Override
  void close();
}
