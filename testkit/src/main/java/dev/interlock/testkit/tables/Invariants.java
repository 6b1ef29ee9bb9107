package dev.interlock.testkit.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.servers.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;

/// What must hold for every table at every moment, whatever was sent and whatever broke.
public final class Invariants {

  // By rule, a query that counts its violations.
  private static final Map<String, String> VIOLATIONS = new LinkedHashMap<>();

  static {
    journal("account_entry", "account_id", "amount", "balance_after");
    journal("stock_entry", "location_id, sku", "quantity", "on_hand_after");
    VIOLATIONS.put(
        "an account holds what its journal says",
        """
        SELECT count(*) FROM account a
          LEFT JOIN (SELECT account_id, max(version) AS version, sum(amount) AS balance
                       FROM account_entry GROUP BY account_id) e ON e.account_id = a.id
         WHERE a.version <> coalesce(e.version, 0) OR a.balance <> coalesce(e.balance, 0)
            OR a.balance NOT BETWEEN 0 AND 9007199254740991
        """);
    VIOLATIONS.put(
        "each journal belongs to an account",
        "SELECT count(*) FROM account_entry WHERE account_id NOT IN (SELECT id FROM account)");
    VIOLATIONS.put(
        "a stock holds what its journal says",
        """
        SELECT count(*) FROM stock s
          LEFT JOIN (SELECT location_id, sku, max(version) AS version, sum(quantity) AS on_hand
                       FROM stock_entry GROUP BY location_id, sku) e USING (location_id, sku)
         WHERE s.version <> coalesce(e.version, 0) OR s.on_hand <> coalesce(e.on_hand, 0)
            OR s.on_hand < 0
        """);
    VIOLATIONS.put(
        "a transfer has two legs that cancel out",
        """
        SELECT count(*) FROM (
          SELECT 1 FROM account_entry WHERE transfer_id IS NOT NULL GROUP BY transfer_id
          HAVING count(*) <> 2 OR sum(amount) <> 0 OR count(DISTINCT account_id) <> 2
              OR count(DISTINCT (caller, idempotency_key)) <> 1) t
        """);
    accepted("transfer", "transfer_id", "account_entry", "transfer_id IS NOT NULL");
    setAside("hold", "account a", "source_id = a.id", "amount", "held");
    setAside(
        "reservation_line",
        "stock a",
        "location_id = a.location_id AND o.sku = a.sku",
        "quantity",
        "reserved");
    accepted("hold", "hold_id", "account_entry", "hold_id IS NOT NULL AND settlement_id IS NULL");
    accepted("settlement", "settlement_id", "account_entry", "settlement_id IS NOT NULL");
    accepted(
        "stock-reservation",
        "reservation_id",
        "stock_entry",
        "reservation_id IS NOT NULL AND settlement_id IS NULL");
    accepted("reservation-settlement", "settlement_id", "stock_entry", "settlement_id IS NOT NULL");
    accepted("stock-decrement", "decrement_id", "stock_entry", "decrement_id IS NOT NULL");
    accepted("permission-change", "id", "permission_entry", "acl_version > 0");
    VIOLATIONS.put(
        "a resource's journal has a row for each version",
        """
        SELECT count(*) FROM resource r
          LEFT JOIN (SELECT resource_id, count(*) AS rows, max(acl_version) AS last
                       FROM permission_entry WHERE acl_version > 0
                      GROUP BY resource_id) e ON e.resource_id = r.id
         WHERE r.acl_version <> coalesce(e.rows, 0) OR r.acl_version <> coalesce(e.last, 0)
        """);
    VIOLATIONS.put(
        "a resource counts its owners",
        """
        SELECT count(*) FROM resource r
         WHERE r.owner_count < 1 OR r.owner_count <>
               (SELECT count(*) FROM permission p WHERE p.resource_id = r.id AND p.role = 'owner')
        """);
  }

  private Invariants() {}

  /// Asserts them all.
  public static void assertHold(TestDatabase database) {
    VIOLATIONS.forEach(
        (rule, violations) -> assertThat(database.number(violations)).as(rule).isZero());
  }

  private static void journal(String table, String key, String change, String after) {
    VIOLATIONS.put(
        table
            + ": versions without gaps, each value the one before and the change, in time's order",
        """
        SELECT count(*) FROM (
          SELECT version, min(version) OVER w + row_number() OVER w - 1 AS place, %3$s AS change, %4$s AS after,
                 coalesce(lag(%4$s) OVER w, 0) AS before,
                 created_at < lag(created_at) OVER w AS older
            FROM %1$s WINDOW w AS (PARTITION BY %2$s ORDER BY version)) e
         WHERE version <> place OR after <> before + change OR older
        """
            .formatted(table, key, change, after));
  }

  private static void setAside(
      String table, String guarded, String its, String amount, String sum) {
    String journal = guarded.startsWith("account") ? "account_entry" : "stock_entry";
    String key = guarded.startsWith("account") ? "account_id = a.id" : its.replace("o.", "j.");
    VIOLATIONS.put(
        sum + " is the sum of each open " + table + ", and of the journal",
        """
        SELECT count(*) FROM %2$s
         WHERE a.%5$s <>
               (SELECT coalesce(sum(o.%4$s), 0) FROM %1$s o WHERE o.%3$s AND o.state = 'open')
            OR a.%5$s <> (SELECT coalesce(sum(j.%5$s), 0) FROM %6$s j WHERE j.%7$s)
            OR a.%5$s <> coalesce(
                 (SELECT j.%5$s_after FROM %6$s j WHERE j.%7$s AND j.%5$s IS NOT NULL
                   ORDER BY j.version DESC LIMIT 1), 0)
        """
            .formatted(table, guarded, its, amount, sum, journal, key));
  }

  private static void accepted(String operation, String id, String table, String its) {
    VIOLATIONS.put(
        table + " and accepted keys are one to one",
        """
        SELECT count(*) FROM
          (SELECT caller, idempotency_key, (detail->>'id')::uuid AS id FROM idempotency
            WHERE operation = '%1$s' AND verdict = 'accepted') k
          FULL JOIN
          (SELECT DISTINCT caller, idempotency_key, %2$s AS id FROM %3$s
            WHERE idempotency_key IS NOT NULL AND %4$s) j
          USING (caller, idempotency_key, id)
         WHERE k IS NULL OR j IS NULL
        """
            .formatted(operation, id, table, its));
  }
}
