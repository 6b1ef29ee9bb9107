package dev.interlock.audit;

import java.util.List;

/// A change to one column of one row of [ValidHistory#SMALL], by SQL that nobody logged.
///
/// @param value the new value, as SQL
record ColumnTampering(String table, String column, String value) {

  /// Every column of every table that callers' effects are in; an archive has those of its table.
  static final List<ColumnTampering> ALL =
      List.of(
          of("resource", "id", "gen_random_uuid()"),
          of("resource", "kind", "'location'"),
          of("resource", "acl_version", "acl_version + 1"),
          of("resource", "owner_count", "owner_count + 1"),
          of("permission", "resource_id", "gen_random_uuid()"),
          of("permission", "principal", "'mallory'"),
          of("permission", "role", "CASE role WHEN 'viewer' THEN 'operator' ELSE 'viewer' END"),
          of("permission", "expires_at", "'2100-01-01T00:00:00Z'"),
          of("permission_entry", "resource_id", "gen_random_uuid()"),
          of("permission_entry", "acl_version", "acl_version + 1000"),
          of("permission_entry", "id", "gen_random_uuid()"),
          of("permission_entry", "caller", "'mallory'"),
          of("permission_entry", "idempotency_key", "'another'"),
          of("permission_entry", "principal", "'mallory'"),
          of("permission_entry", "previous_role", "'viewer'"),
          of("permission_entry", "role", "CASE role WHEN 'viewer' THEN 'none' ELSE 'viewer' END"),
          of("permission_entry", "expires_at", "'2100-01-01T00:00:00Z'"),
          of("permission_entry", "created_at", "created_at + INTERVAL '1 millisecond'"),
          of("account", "id", "gen_random_uuid()"),
          of("account", "currency", "'JPY'"),
          of("account", "balance", "balance + 1"),
          of("account", "status", "'closed'"),
          of("account", "version", "version + 1"),
          of("account", "held", "held + 1"),
          of("account_entry", "account_id", "gen_random_uuid()"),
          of("account_entry", "version", "version + 1000"),
          of("account_entry", "transfer_id", "gen_random_uuid()"),
          of("account_entry", "amount", "amount - 1"),
          of("account_entry", "balance_after", "balance_after + 1"),
          of("account_entry", "caller", "'mallory'"),
          of("account_entry", "idempotency_key", "'another'"),
          of("account_entry", "reference", "'another'"),
          of("account_entry", "created_at", "created_at + INTERVAL '1 millisecond'"),
          of("account_entry", "currency", "'EUR'"),
          of("account_entry", "status", "'closed'"),
          of("account_entry", "hold_id", "gen_random_uuid()"),
          of("account_entry", "settlement_id", "gen_random_uuid()"),
          of("account_entry", "held", "held - 1"),
          of("account_entry", "held_after", "held_after + 1"),
          of("hold", "id", "gen_random_uuid()"),
          of("hold", "source_id", "gen_random_uuid()"),
          of("hold", "destination_id", "gen_random_uuid()"),
          of("hold", "amount", "amount + 1"),
          of("hold", "captured", "captured + 1"),
          of("hold", "state", "'open'"),
          of("hold", "expires_at", "'2998-01-01T00:00:00Z'"),
          of("hold", "created_at", "created_at + INTERVAL '1 millisecond'"),
          of("hold", "settled_at", "settled_at + INTERVAL '1 millisecond'"),
          of("hold", "reference", "'another'"),
          of("stock", "location_id", "gen_random_uuid()"),
          of("stock", "sku", "'another'"),
          of("stock", "on_hand", "on_hand + 1"),
          of("stock", "version", "version + 1"),
          of("stock", "reserved", "reserved + 1"),
          of("stock_entry", "location_id", "gen_random_uuid()"),
          of("stock_entry", "sku", "'another'"),
          of("stock_entry", "version", "version + 1000"),
          of("stock_entry", "decrement_id", "gen_random_uuid()"),
          of("stock_entry", "quantity", "quantity - 1"),
          of("stock_entry", "on_hand_after", "on_hand_after + 1"),
          of("stock_entry", "caller", "'mallory'"),
          of("stock_entry", "idempotency_key", "'another'"),
          of("stock_entry", "reference", "'another'"),
          of("stock_entry", "created_at", "created_at + INTERVAL '1 millisecond'"),
          of("stock_entry", "reservation_id", "gen_random_uuid()"),
          of("stock_entry", "settlement_id", "gen_random_uuid()"),
          of("stock_entry", "reserved", "reserved - 1"),
          of("stock_entry", "reserved_after", "reserved_after + 1"),
          of("reservation_line", "reservation_id", "gen_random_uuid()"),
          of("reservation_line", "sku", "'another'"),
          of("reservation_line", "location_id", "gen_random_uuid()"),
          of("reservation_line", "quantity", "quantity + 1"),
          of("reservation_line", "taken", "taken - 1"),
          of("reservation_line", "state", "'open'"),
          of("reservation_line", "expires_at", "'2998-01-01T00:00:00Z'"),
          of("reservation_line", "created_at", "created_at + INTERVAL '1 millisecond'"),
          of("reservation_line", "settled_at", "settled_at + INTERVAL '1 millisecond'"),
          of("reservation_line", "reference", "'another'"),
          of("idempotency", "caller", "'mallory'"),
          of("idempotency", "operation", "'another'"),
          of("idempotency", "idempotency_key", "'another'"),
          of("idempotency", "fingerprint", "sha256('x')"),
          of("idempotency", "verdict", "'last-owner'"),
          of("idempotency", "detail", "'{}'"),
          of("idempotency", "created_at", "created_at + INTERVAL '1 millisecond'"));

  private static ColumnTampering of(String table, String column, String value) {
    return new ColumnTampering(table, column, value);
  }

  String name() {
    return table + "." + column;
  }

  /// Changes the row where it is, or in the archive.
  String sql(boolean archived) {
    return "UPDATE %s SET %s = %s WHERE %s"
        .formatted(archived ? table + "_archive" : table, column, value, row());
  }

  boolean canBeArchived() {
    return table.endsWith("_entry") || table.equals("idempotency");
  }

  private String row() {
    boolean setAside =
        List.of("hold_id", "settlement_id", "reservation_id").contains(column)
            || column.startsWith("held")
            || column.startsWith("reserved");
    return setAside ? setAsideRow() : plainRow();
  }

  /// A row of [HoldHistory].
  private String setAsideRow() {
    return switch (table) {
      case "account" -> "id = numbered('a2', 4)";
      case "account_entry" -> "settlement_id = numbered('f4', 1) AND amount < 0";
      case "stock" -> "location_id = numbered('b2', 3) AND sku = 'PEAR'";
      case "stock_entry" -> "settlement_id = numbered('f5', 1) AND sku = 'PEAR'";
      default -> plainRow();
    };
  }

  private String plainRow() {
    return switch (table) {
      case "hold" -> "id = numbered('f2', 1)";
      case "reservation_line" -> "reservation_id = numbered('f3', 1) AND sku = 'PEAR'";
      case "resource", "account" -> "id = 'a1000000-0000-4000-8000-000000000000'";
      case "permission" ->
          "resource_id = 'b1000000-0000-4000-8000-000000000000' AND principal = 'p1'";
      case "permission_entry" ->
          "resource_id = 'b1000000-0000-4000-8000-000000000000' AND acl_version = 6";
      case "account_entry" -> "transfer_id = 'c1000000-0000-4000-8000-000000000007' AND amount < 0";
      case "stock" -> "location_id = 'b1000000-0000-4000-8000-000000000000' AND sku = 'SKU-1'";
      case "stock_entry" ->
          "decrement_id = 'd1000000-0000-4000-8000-000000000007' AND sku = 'SKU-1'";
      case "idempotency" -> "operation = 'transfer' AND idempotency_key = 'key-7'";
      default -> throw new IllegalStateException(table);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
