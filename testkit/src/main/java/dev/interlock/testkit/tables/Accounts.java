package dev.interlock.testkit.tables;

import dev.interlock.testkit.servers.TestDatabase;
import java.util.List;
import java.util.stream.IntStream;

/// Additional accounts, for tests that need many.
public final class Accounts {

  private Accounts() {}

  /// Opens EUR accounts that `alice` owns, each with this balance.
  public static List<String> open(TestDatabase database, int count, long balance) {
    List<String> ids =
        IntStream.range(0, count).mapToObj("c0000000-0000-4000-8000-%012d"::formatted).toList();
    StringBuilder sql = new StringBuilder();
    for (String id : ids) {
      sql.append(
          """
          INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'account', 1);
          INSERT INTO permission (resource_id, principal, role) VALUES ('%1$s', 'alice', 'owner');
          INSERT INTO account (id, currency, balance, version) VALUES ('%1$s', 'EUR', %2$d, 1);
          INSERT INTO account_entry (account_id, version, amount, balance_after)
            VALUES ('%1$s', 1, %2$d, %2$d);
          """
              .formatted(id, balance));
    }
    database.run(sql.toString());
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
