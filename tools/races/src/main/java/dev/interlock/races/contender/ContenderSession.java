package dev.interlock.races.contender;

import java.sql.SQLException;

/// One environment of a contender, with at most one connection: for one thread at a time.
public interface ContenderSession extends AutoCloseable {
  /// Carries out an order, with the retries of the contender.
  Result run(Order order) throws SQLException;

  /// The last answer as a caller gets it, such as `409 insufficient-funds`. Empty for contenders
  /// that have no HTTP API.
  default String lastAnswer() {
    return "";
  }

  /// The number of attempts so far.
  long attempts();

  /// The number of connections opened so far.
  long connects();

  @Override
  void close();
}
