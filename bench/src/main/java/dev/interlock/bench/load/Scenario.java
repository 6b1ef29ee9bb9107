package dev.interlock.bench.load;

import dev.interlock.bench.contender.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One kind of load: what callers ask for, and the rows that they ask it of.
public interface Scenario {

  /// What is done, such as `transfer`.
  String subject();

  /// What tells it from others of its subject: the name of a condition.
  String condition();

  /// The value of that condition.
  String value();

  /// All that figures say of what they were measured under.
  default Map<String, String> conditions(int connections, Duration eachWay) {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put(condition(), value());
    conditions.put("connections", Integer.toString(connections));
    conditions.put("delay", eachWay.toMillis() + " ms");
    return conditions;
  }

  /// The answers that are right; others mean that something is wrong with load or contender.
  Set<Result> expected();

  /// Puts the rows into a database that has the tables, as a back office does.
  void open(Connection owner) throws SQLException;

  /// Says, for each of so many callers, what it asks for during one window.
  List<OrderSource> orders(int callers, Connection owner) throws SQLException;

  /// What must come out right.
  List<ControlTotal> books();
}
