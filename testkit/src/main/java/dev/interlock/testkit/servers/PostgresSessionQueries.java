package dev.interlock.testkit.servers;

/// Session queries in `pg_stat_activity`.
final class PostgresSessionQueries implements SessionQueries {

  private static final String OURS =
      " FROM pg_stat_activity WHERE datname = current_database() AND application_name = '%s'";
  private static final String WAITING = " AND wait_event_type = 'Lock'";

  @Override
  public String sessions() {
    return "SELECT count(*)" + OURS;
  }

  @Override
  public String idleInTransaction() {
    return sessions() + " AND state LIKE 'idle in transaction%%'";
  }

  @Override
  public String waiting() {
    return sessions() + WAITING;
  }

  @Override
  public String waitingAnybody() {
    return "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()" + WAITING;
  }

  @Override
  public String endWaiting() {
    return "SELECT pg_terminate_backend(pid)" + OURS + WAITING;
  }

  @Override
  public String cancelWaiting() {
    return "SELECT pg_cancel_backend(pid)" + OURS + WAITING;
  }

  @Override
  public String endAll() {
    return "SELECT pg_terminate_backend(pid)" + OURS;
  }

  @Override
  public String applicationNames() {
    return "SELECT DISTINCT application_name FROM pg_stat_activity";
  }
}
