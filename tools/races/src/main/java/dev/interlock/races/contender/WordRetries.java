package dev.interlock.races.contender;

import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/// Conditional UPDATEs with the retry of most services: a few attempts, whenever the message of the
/// error contains words that look like a conflict.
record WordRetries(String name, String title, IsolationLevel isolation) implements Contender {

  private static final int ATTEMPTS_MAX = 5;

  private static final List<String> WORDS =
      List.of("could not serialize", "deadlock", "restart transaction");

  @Override
  public String needs() {
    return "";
  }

  @Override
  public ContenderSession open(DatabaseAddress functions, UnaryOperator<Database> between) {
    RivalConnections connections = new RivalConnections(functions, isolation, false);
    return new SampleSession(
        new CountedDatabase(between.apply(connections.pooled())),
        new ConditionalUpdates(),
        WordRetries::isRetried,
        RivalSession.CALL_MAX);
  }

  private static boolean isRetried(SQLException failure, long attempt) {
    String message = String.valueOf(failure.getMessage());
    return attempt < ATTEMPTS_MAX && WORDS.stream().anyMatch(message::contains);
  }
}
