package dev.interlock.audit.mutants;

import dev.interlock.office.Demo;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/// The demo data with separate ids for each scenario, so that many scenarios can run in one
/// database.
///
/// @param number of the scenario; 0 is the demo data itself
record ScenarioData(int number) {

  static final ScenarioData DEMO = new ScenarioData(0);

  /// Inserts its accounts, shop and stock.
  void create(TestDatabase database) {
    try (Connection connection = database.connect()) {
      Demo.put(connection, number);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// A text with the ids of this scenario.
  String of(String text) {
    return text.replace("-0000-4000-8000-", "-%04x-4000-8000-".formatted(number));
  }

  /// A request with the ids and the key of this scenario.
  CallerRequest of(CallerRequest request) {
    return new CallerRequest(
        request.operation(),
        request.caller(),
        request.key().map(key -> number == 0 ? key : number + "." + key),
        request.ifMatch(),
        of(request.text()));
  }
}
