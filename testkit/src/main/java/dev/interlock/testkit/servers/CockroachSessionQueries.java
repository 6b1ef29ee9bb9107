package dev.interlock.testkit.servers;

/// Session queries in `SHOW CLUSTER SESSIONS` and `crdb_internal`.
final class CockroachSessionQueries implements SessionQueries {

  private static final String OURS =
      " FROM [SHOW CLUSTER SESSIONS] WHERE application_name = '%s' AND status <> 'CLOSED'";

  // Locks are listed by transaction, and application names by session.
  private static final String WAITING =
      """
       FROM crdb_internal.cluster_locks l
       JOIN crdb_internal.cluster_transactions t ON t.id = l.txn_id
      WHERE NOT l.granted AND l.database_name = current_database()
        AND t.application_name = '%s'
      """;

  @Override
  public String sessions() {
    return "SELECT count(*)" + OURS;
  }

  @Override
  public String idleInTransaction() {
    return sessions() + " AND kv_txn IS NOT NULL AND active_queries = ''";
  }

  @Override
  public String waiting() {
    return "SELECT count(DISTINCT l.txn_id)" + WAITING;
  }

  @Override
  public String waitingAnybody() {
    return """
    SELECT count(DISTINCT txn_id) FROM crdb_internal.cluster_locks
     WHERE NOT granted AND database_name = current_database()
    """;
  }

  @Override
  public String endWaiting() {
    return "CANCEL SESSIONS (SELECT DISTINCT t.session_id" + WAITING + ")";
  }

  @Override
  public String cancelWaiting() {
    return """
    CANCEL QUERIES (
      SELECT q.query_id FROM [SHOW CLUSTER QUERIES] q
       WHERE q.session_id IN (SELECT t.session_id\
    """
        + WAITING
        + "))";
  }

  @Override
  public String endAll() {
    return "CANCEL SESSIONS (SELECT session_id" + OURS + ")";
  }

  @Override
  public String applicationNames() {
    return "SELECT DISTINCT application_name FROM [SHOW CLUSTER SESSIONS]";
  }
}
