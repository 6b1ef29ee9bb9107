package dev.interlock.races.contender;

import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import java.util.function.UnaryOperator;

/// Another way of writing, with Interlock's retries and connection settings.
///
/// @param pooled whether the connection is kept from call to call
record Rival(
    String name,
    String title,
    Writes writes,
    IsolationLevel isolation,
    boolean pooled,
    String needs)
    implements Contender {

  /// A rival at SERIALIZABLE, on a pooled connection, that needs no more than the tables.
  Rival(String name, String title, Writes writes) {
    this(name, title, writes, IsolationLevel.SERIALIZABLE, true, "");
  }

  /// The same at PostgreSQL's default level.
  Rival atReadCommitted() {
    return new Rival(
        name + "-rc",
        title + ", READ COMMITTED",
        writes,
        IsolationLevel.READ_COMMITTED,
        pooled,
        needs);
  }

  Rival named(String newName, String newTitle) {
    return new Rival(newName, newTitle, writes, isolation, pooled, needs);
  }

  /// The same with a new connection for each call.
  Rival connectingPerCall() {
    return new Rival(name, title, writes, isolation, false, needs);
  }

  /// The same with these statements run beforehand.
  Rival needing(String sql) {
    return new Rival(name, title, writes, isolation, pooled, sql);
  }

  @Override
  public boolean does(MeasuredOperation operation) {
    return writes.does(operation);
  }

  @Override
  public ContenderSession open(DatabaseAddress functions, UnaryOperator<Database> between) {
    RivalConnections connections =
        new RivalConnections(functions, isolation, writes.isOneStatement());
    Database database = pooled ? connections.pooled() : connections.perCall();
    return new RivalSession(new CountedDatabase(between.apply(database)), writes);
  }
}
