package dev.interlock.races;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.ContenderSession;
import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.PlacedHold;
import dev.interlock.races.contender.Result;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// One of the two callers of a race, with an execution environment for its calls.
final class Participant implements AutoCloseable {

  private final String name;
  private final RaceEvent.Listener listener;
  private final ContenderSession session;
  private volatile Map<String, String> rows = Map.of();

  Participant(
      String name, Contender contender, DatabaseAddress functions, RaceEvent.Listener listener)
      throws SQLException {
    this.name = name;
    this.listener = listener;
    // Without a listener nothing lies between a contender and its driver.
    session =
        listener.equals(RaceEvent.Listener.NONE)
            ? contender.open(functions)
            : contender.open(functions, pool -> new ObservedDatabase(pool, this));
  }

  String name() {
    return name;
  }

  RaceOutcome.Reply run(Order order) throws SQLException {
    rows = names(order);
    report(new RaceEvent.RequestSent(name, order));
    Result result = session.run(order);
    RaceOutcome.Reply reply = new RaceOutcome.Reply(name, result, session.lastAnswer());
    report(new RaceEvent.Replied(reply));
    return reply;
  }

  void report(RaceEvent event) {
    listener.happened(event);
  }

  /// Replaces the ids of the current request by what they stand for in it.
  String named(String text) {
    String named = text;
    for (Map.Entry<String, String> row : rows.entrySet()) {
      named = named.replace(row.getKey(), row.getValue());
    }
    return named;
  }

  private static Map<String, String> names(Order order) {
    return switch (order) {
      case Order.Transfer transfer -> names(transfer.from(), "from", transfer.to(), "to");
      case Order.Decrement decrement -> Map.of(decrement.location().toString(), "location");
      case Order.Change change -> Map.of(change.resource().toString(), "resource");
      case Order.Settlement settlement -> names(settlement.hold());
    };
  }

  private static Map<String, String> names(PlacedHold hold) {
    Map<String, String> names = new HashMap<>(names(hold.from(), "from", hold.to(), "to"));
    names.put(hold.id().toString(), "hold");
    return names;
  }

  private static Map<String, String> names(UUID one, String name, UUID other, String otherName) {
    return Map.of(one.toString(), name, other.toString(), otherName);
  }

  @Override
  public void close() {
    session.close();
  }
}
