package dev.interlock.audit;

import dev.interlock.api.WriteRequest;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.office.Office;
import dev.interlock.office.OfficeAction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;

/// A day in the back office two months ago, with every command once, accepted or refused.
///
/// The accounts are `a2…1` to `a2…5`, of which the second is closed; the locations `b2…1` to
/// `b2…3`. The keys count the commands.
final class OfficeHistory {

  private static final String GRANTS =
      """
      "grants": [{"principal": "dora", "role": "owner"}, {"principal": "emil", "role": "viewer"}]\
      """;
  private static final String A = "a2000000-0000-4000-8000-00000000000";
  private static final String B = "b2000000-0000-4000-8000-00000000000";

  // Old enough for a seal.
  private static final String TWO_MONTHS_AGO =
      """
      UPDATE account_entry SET created_at = created_at - INTERVAL '60 days'
      WHERE caller = 'office:kim';
      UPDATE stock_entry SET created_at = created_at - INTERVAL '60 days'
      WHERE caller = 'office:kim';
      UPDATE permission_entry SET created_at = created_at - INTERVAL '60 days'
      WHERE caller = 'office:kim';
      UPDATE idempotency SET created_at = created_at - INTERVAL '60 days'
      WHERE caller = 'office:kim';
      """;

  private final Statement statement;
  private int commands;

  private OfficeHistory(Statement statement) {
    this.statement = statement;
  }

  static void write(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET default_transaction_isolation = serializable");
      new OfficeHistory(statement).write();
      statement.execute(TWO_MONTHS_AGO);
    }
  }

  private void write() throws SQLException {
    for (int account = 1; account <= 3; account++) {
      run(
          Office::openAccount,
          "{'id': '%s', 'currency': 'EUR', %s}".formatted(A + account, GRANTS));
    }
    run(Office::openAccount, "{'id': '%s', 'currency': 'EUR', %s}".formatted(A + 1, GRANTS));
    String payment = "{'account': '%s', 'amount': %d, 'currency': 'EUR', 'reference': 'cash'}";
    run(Office::payIn, payment.formatted(A + 1, 500));
    run(Office::payOut, payment.formatted(A + 1, 200));
    run(Office::payOut, payment.formatted(A + 1, 301));
    run(Office::closeAccount, "{'account': '%s'}".formatted(A + 1));
    run(Office::closeAccount, "{'account': '%s'}".formatted(A + 2));
    run(Office::closeAccount, "{'account': '%s'}".formatted(A + 3));
    run(Office::payIn, payment.formatted(A + 3, 1));
    run(Office::reopenAccount, "{'account': '%s', 'reference': 'a mistake'}".formatted(A + 3));
    for (int location = 1; location <= 2; location++) {
      run(Office::openLocation, "{'id': '%s', %s}".formatted(B + location, GRANTS));
      run(Office::openStock, "{'location': '%s', 'sku': 'NUT'}".formatted(B + location));
    }
    run(
        Office::receiveStock,
        "{'location': '%s', 'sku': 'NUT', 'quantity': 10, 'reference': 'goods'}".formatted(B + 1));
    String count = "{'location': '%s', 'sku': 'NUT', 'expected': %d, 'counted': %d}";
    run(Office::countStock, count.formatted(B + 1, 10, 8));
    run(Office::countStock, count.formatted(B + 1, 10, 9));
    run(
        Office::moveStock,
        "{'from': '%s', 'to': '%s', 'sku': 'NUT', 'quantity': 3}".formatted(B + 1, B + 2));
    openForHolds(payment);
  }

  /// What [HoldHistory] sets aside.
  private void openForHolds(String payment) throws SQLException {
    for (int account = 4; account <= 5; account++) {
      run(
          Office::openAccount,
          "{'id': '%s', 'currency': 'EUR', %s}".formatted(A + account, GRANTS));
    }
    run(Office::payIn, payment.formatted(A + 4, 300));
    run(Office::openLocation, "{'id': '%s', %s}".formatted(B + 3, GRANTS));
    for (String sku : List.of("FIG", "PEAR")) {
      run(Office::openStock, "{'location': '%s', 'sku': '%s'}".formatted(B + 3, sku));
      run(
          Office::receiveStock,
          "{'location': '%s', 'sku': '%s', 'quantity': 10}".formatted(B + 3, sku));
    }
  }

  private void run(Function<WriteRequest, OfficeAction> command, String members)
      throws SQLException {
    commands++;
    WriteRequest request = Office.request("kim", "key-" + commands, json(members));
    try (ResultSet row = statement.executeQuery(command.apply(request).sql())) {
      row.next();
    }
  }

  private static Json.Obj json(String members) {
    try {
      return Json.object(members.replace('\'', '"'));
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }
}
