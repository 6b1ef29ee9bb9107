package dev.interlock.audit;

/// A total that a journal keeps for each row: every entry has a change and the total after it.
///
/// @param total the total's name; its column is `<total>_after`
/// @param change the column of the change
/// @param effect the column of the effect's id; null for entries of the back office
record RunningTotal(VersionedJournal journal, String total, String change, String effect) {

  static final RunningTotal BALANCES =
      new RunningTotal(VersionedJournal.ACCOUNTS, "balance", "amount", "transfer_id");
  static final RunningTotal STOCK =
      new RunningTotal(VersionedJournal.STOCK, "on_hand", "quantity", "decrement_id");

  /// Each total is the previous total plus the change. A lost update shows here: two writes that
  /// both started from the same total.
  Invariant chained(String id, String name) {
    return new Invariant(
        id,
        name,
        journal.count(),
        sql(
            """
            SELECT %1$s, %2$s, %4$s_before, %5$s, %4$s_after
            FROM (%7$s) e
            WHERE %4$s_after IS DISTINCT FROM %4$s_before::numeric + %5$s
            ORDER BY %1$s, %2$s
            """));
  }

  /// No effect took more than there was, at the version that it read.
  Invariant covered(String id, String name) {
    return new Invariant(
        id,
        name,
        journal.count() + " WHERE %s IS NOT NULL AND %s < 0".formatted(effect, change),
        sql(
            """
            SELECT %1$s, %2$s, %6$s, %4$s_before, %5$s
            FROM (%7$s) e
            WHERE %6$s IS NOT NULL AND %5$s < 0 AND %4$s_before::numeric + %5$s < 0
            ORDER BY %1$s, %2$s
            """));
  }

  private String sql(String offenders) {
    String entries =
        """
        SELECT %1$s, %2$s, %5$s, %6$s, %4$s_after,
          coalesce(lag(%4$s_after) OVER (PARTITION BY %1$s ORDER BY %2$s), 0) AS %4$s_before
        FROM %3$s\
        """;
    return offenders
        .replace("%7$s", entries)
        .formatted(journal.row(), journal.version(), journal.history(), total, change, effect);
  }
}
