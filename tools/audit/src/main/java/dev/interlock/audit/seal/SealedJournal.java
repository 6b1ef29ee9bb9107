package dev.interlock.audit.seal;

import java.util.List;
import java.util.stream.Collectors;

/// A view of rows that are only ever inserted. An archived row is in its view like any other, so
/// archiving changes nothing.
///
/// @param label how a seal names it
/// @param names the columns that name a row
/// @param order the ORDER BY of those columns, with text in byte order under any collation
record SealedJournal(
    String label, String invariant, String view, List<String> names, String order) {

  /// All that a seal covers.
  static final List<SealedJournal> ALL =
      List.of(
          new SealedJournal(
              "account-entries",
              "every sealed account entry is unchanged",
              "account_history",
              List.of("account_id", "version"),
              "h.account_id, h.version"),
          new SealedJournal(
              "stock-entries",
              "every sealed stock entry is unchanged",
              "stock_history",
              List.of("location_id", "sku", "version"),
              "h.location_id, convert_to(h.sku, 'UTF8'), h.version"),
          new SealedJournal(
              "permission-entries",
              "every sealed permission entry is unchanged",
              "permission_history",
              List.of("resource_id", "acl_version", "principal"),
              "h.resource_id, h.acl_version, convert_to(h.principal, 'UTF8')"),
          new SealedJournal(
              "keys",
              "every sealed key and its answer, refusals included, are unchanged",
              "idempotency_history",
              List.of("caller", "operation", "idempotency_key"),
              """
              convert_to(h.caller, 'UTF8'), convert_to(h.operation, 'UTF8'),
                convert_to(h.idempotency_key, 'UTF8')\
              """));

  String id() {
    return "sealed-" + label;
  }

  /// The rows up to the second parameter, and whether each is older than the first. Values are cast
  /// to text, which depends on nothing but the session settings of [SealPass].
  String rows(List<String> columns) {
    return """
    SELECT h.created_at < ?, %s
    FROM %s h
    WHERE h.created_at < ?
    ORDER BY h.created_at, %s
    """
        .formatted(
            columns.stream().map("h.%s::text"::formatted).collect(Collectors.joining(", ")),
            view,
            order);
  }
}
