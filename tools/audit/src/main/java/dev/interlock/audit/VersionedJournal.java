package dev.interlock.audit;

/// A journal with one entry for each version of a row, and the invariants of all such journals.
///
/// @param history the view of its entries
/// @param row the columns that name the row
/// @param version the column of the version that an entry made
record VersionedJournal(String history, String row, String version) {

  static final VersionedJournal ACCOUNTS =
      new VersionedJournal("account_history", "account_id", "version");
  static final VersionedJournal STOCK =
      new VersionedJournal("stock_history", "location_id, sku", "version");
  static final VersionedJournal PERMISSIONS =
      new VersionedJournal("permission_history", "resource_id", "acl_version");

  /// Versions run from the opening's, 0, without a gap. A resource opens with several entries of
  /// version 0.
  Invariant gapless(String id, String name) {
    return new Invariant(
        id,
        name,
        count(),
        """
        SELECT %1$s, %2$s, version_before
        FROM (
          SELECT %1$s, %2$s,
            coalesce(lag(%2$s) OVER (PARTITION BY %1$s ORDER BY %2$s), -1) AS version_before
          FROM %3$s
        ) e
        WHERE %2$s IS DISTINCT FROM version_before + 1 AND NOT (%2$s = 0 AND version_before = 0)
        ORDER BY %1$s, %2$s
        """
            .formatted(row, version, history));
  }

  /// Times rise with the versions. The clock is read after the snapshot is taken. On CockroachDB
  /// each node has its own clock, by default at most 500 ms from the others (--max-offset).
  Invariant inTimeOrder(String id, String name) {
    return new Invariant(
        id,
        name,
        count(),
        """
        SELECT %1$s, %2$s, created_before, created_at
        FROM (
          SELECT %1$s, %2$s, created_at,
            lag(created_at) OVER (PARTITION BY %1$s ORDER BY %2$s) AS created_before
          FROM %3$s
        ) e
        WHERE created_at < created_before - :clock_tolerance - CASE
          WHEN version() LIKE 'CockroachDB%%' THEN INTERVAL '500 milliseconds'
          ELSE INTERVAL '0' END
        ORDER BY %1$s, %2$s
        """
            .formatted(row, version, history));
  }

  String count() {
    return "SELECT count(*) FROM " + history;
  }
}
