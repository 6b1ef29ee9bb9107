package dev.interlock.audit.operation;

/// Where an operation records its effects, and how its rows read in the columns that all journals
/// share.
///
/// @param entries the table that the operation writes; the table with `_archive` after its name has
///   the rows that were moved there
/// @param history the view of both
/// @param mapping SQL for `kind` (the read that shows the changed row), `id` (of the effect),
///   `resource_id`, `sku` (empty where a row has none), `version` (of the row, after the change)
///   and `leads` (true for at least one row of each effect: where one row is enough, only those are
///   read)
/// @param condition SQL for the entries that are the operation's
public record Journal(String entries, String history, String mapping, String condition) {

  /// The table that old entries are moved to.
  public String archive() {
    return entries + "_archive";
  }

  /// The select list of the shared columns.
  public String columns(String operation) {
    return "'" + operation + "' AS operation, caller, idempotency_key, created_at,\n  " + mapping;
  }

  /// The entries of the operation, in the shared columns.
  public String select(String operation) {
    return "SELECT %s\nFROM %s\nWHERE %s\n".formatted(columns(operation), history, condition);
  }
}
