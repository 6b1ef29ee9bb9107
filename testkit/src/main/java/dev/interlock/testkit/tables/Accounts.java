package dev.interlock.testkit.tables;

import dev.interlock.office.Openings;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Additional accounts, for tests that need many.
public final class Accounts {

  private Accounts() {}

  /// Opens EUR accounts that `alice` owns, each with this balance.
  public static List<String> open(TestDatabase database, int count, long balance) {
    List<String> ids =
        IntStream.range(0, count).mapToObj("c0000000-0000-4000-8000-%012d"::formatted).toList();
    Openings openings = new Openings("testkit");
    ids.forEach(id -> openings.account(id, "EUR", balance, Map.of("alice", "owner")));
    try (Connection connection = database.connect()) {
      openings.put(connection);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return ids;
  }

  /// The balance of an account.
  public static long balance(TestDatabase database, String account) {
    return database.number("SELECT balance FROM account WHERE id = '" + account + "'");
  }

  /// The number of transfers so far.
  public static long transfers(TestDatabase database) {
    return database.number("SELECT count(DISTINCT transfer_id) FROM account_entry");
  }
}
