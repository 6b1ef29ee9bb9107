package dev.interlock.bench.growth;

import dev.interlock.bench.load.NumberedAccounts;
import dev.interlock.bench.load.Sql;
import dev.interlock.emulator.database.PreparedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The rows that many calls would have left behind, inserted without making the calls.
///
/// There are as many accounts as keys. Of each pair of accounts the first was opened with money for
/// both and has sent half of it to the other: so half of the keys were accepted, and there are 1.5
/// journal rows per account. The other keys were refused, which leaves nothing but the key.
///
/// @param accounts an even number of them
/// @param since the time of the first call; the others follow every tenth of a second
record SeededHistory(NumberedAccounts accounts, Instant since) {

  private static final int THREADS = 2;

  /// One table: truncated, filled without its index, then indexed, which is the fastest way.
  private record Table(String name, String key, String rows) {}

  /// Replaces the rows of a database.
  void put(PreparedDatabase database) throws SQLException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Void>> filling =
          threads.invokeAll(
              tables().stream().<Callable<Void>>map(table -> () -> fill(database, table)).toList());
      for (Future<Void> each : filling) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    }
  }

  @SuppressWarnings("NullAway") // A Callable<Void> can only return null.
  private static Void fill(PreparedDatabase database, Table table) throws SQLException {
    try (Connection owner = database.owner().connect()) {
      Sql.run(owner, "SET maintenance_work_mem = '1GB'");
      owner.setAutoCommit(false);
      Sql.run(owner, "TRUNCATE " + table.name());
      if (!table.key().isEmpty()) {
        Sql.run(owner, "ALTER TABLE %1$s DROP CONSTRAINT %1$s_pkey".formatted(table.name()));
        Sql.run(owner, table.rows());
        Sql.run(owner, "ALTER TABLE %s ADD PRIMARY KEY (%s)".formatted(table.name(), table.key()));
      }
      owner.commit();
      owner.setAutoCommit(true);
      Sql.run(owner, "VACUUM (FREEZE, ANALYZE) " + table.name());
    }
    return null;
  }

  /// The tables, the largest first.
  private List<Table> tables() {
    return List.of(
        new Table("idempotency", "caller, operation, idempotency_key", keys()),
        new Table("account_entry", "account_id, version", entries()),
        new Table("permission", "resource_id, principal", grants()),
        new Table("account", "id", balances()),
        new Table("resource", "id", resources()),
        new Table("stock", "", ""),
        new Table("stock_entry", "", ""));
  }

  private String resources() {
    return """
    INSERT INTO resource (id, kind, acl_version, owner_count)
    SELECT %s, 'account', 0, 1 FROM generate_series(0, %d) AS n
    """
        .formatted(accounts.idSql("n"), accounts.count() - 1);
  }

  private String grants() {
    return """
    INSERT INTO permission (resource_id, principal, role)
    SELECT %s, %s, 'owner' FROM generate_series(0, %d) AS n
    """
        .formatted(accounts.idSql("n"), accounts.ownerSql("n"), accounts.count() - 1);
  }

  private String balances() {
    return """
    INSERT INTO account (id, currency, balance, status, version)
    SELECT %s, 'EUR', %d, 'open', 2 - n %% 2 FROM generate_series(0, %d) AS n
    """
        .formatted(accounts.idSql("n"), NumberedAccounts.BALANCE, accounts.count() - 1);
  }

  private String entries() {
    return """
    INSERT INTO account_entry
      (account_id, version, transfer_id, amount, balance_after, caller, idempotency_key, created_at)
    SELECT row.*
      FROM generate_series(0, %6$d) AS n
     CROSS JOIN LATERAL (VALUES
       (%1$s, 1, NULL::uuid, 2 * %4$d, 2 * %4$d, NULL, NULL, %5$s - interval '1 day'),
       (%1$s, 2, md5('transfer ' || n)::uuid, -%4$d, %4$d, %3$s, %7$s, %5$s),
       (%2$s, 1, md5('transfer ' || n)::uuid, %4$d, %4$d, %3$s, %7$s, %5$s)) AS row
    """
        .formatted(
            accounts.idSql("(2 * n)"),
            accounts.idSql("(2 * n + 1)"),
            accounts.ownerSql("(2 * n)"),
            NumberedAccounts.BALANCE,
            when(),
            accounts.count() / 2 - 1,
            key());
  }

  private String keys() {
    return """
    INSERT INTO idempotency
      (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
    SELECT %1$s, 'transfer', %2$s,
           sha256((SELECT string_agg(int4send(octet_length(part)) || part::bytea, '' ORDER BY place)
                     FROM unnest(ARRAY[%6$s::text, %7$s::text, '%4$d', 'EUR', ''])
                          WITH ORDINALITY AS command (part, place))),
           CASE WHEN n < %3$d THEN 'accepted' ELSE 'insufficient-funds' END,
           CASE WHEN n < %3$d
             THEN jsonb_build_object('id', md5('transfer ' || n)::uuid, 'fromBalance', %4$d)
             ELSE '{}' END,
           %5$s
      FROM generate_series(0, 2 * %3$d - 1) AS n
    """
        .formatted(
            accounts.ownerSql("(2 * (n %% %d))".formatted(accounts.count() / 2)),
            key(),
            accounts.count() / 2,
            NumberedAccounts.BALANCE,
            when(),
            accounts.idSql("(2 * n)"),
            accounts.idSql("(2 * n + 1)"));
  }

  /// The key of call `n`, as SQL.
  private static String key() {
    return "md5('key ' || n)::uuid::text";
  }

  private String when() {
    return "timestamptz '%s' + n * interval '100 milliseconds'".formatted(since);
  }
}
