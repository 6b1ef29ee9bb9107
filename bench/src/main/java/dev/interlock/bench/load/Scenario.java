package dev.interlock.bench.load;

import dev.interlock.races.contender.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One kind of load: the orders of the callers, and the rows that they concern.
public interface Scenario {

  /// The operation, such as `transfer`.
  String subject();

  /// The name of the condition that distinguishes it from other scenarios of the operation.
  String condition();

  /// The value of that condition.
  String value();

  /// All conditions of its figures.
  default Map<String, String> conditions(int connections, Duration eachWay) {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put(condition(), value());
    conditions.put("connections", Integer.toString(connections));
    conditions.put("delay", eachWay.toMillis() + " ms");
    return conditions;
  }

  /// The expected results. Any other one means that load or contender is broken.
  Set<Result> expected();

  /// Inserts the rows into a database that has the tables.
  void open(Connection owner) throws SQLException;

  /// The orders of one window, for each of this many callers.
  List<OrderSource> orders(int callers, Connection owner) throws SQLException;

  /// The totals that the answers must add up to.
  List<ControlTotal> totals();
}
