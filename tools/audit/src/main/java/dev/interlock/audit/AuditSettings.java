package dev.interlock.audit;

import java.time.Duration;

/// What the caller of an audit knows about the deployment.
///
/// @param clockTolerance how far apart two readings of clocks may be although they are compared:
///   the callers' clocks with the database's, and the database's own before and after a failover
/// @param functionRole the database role that the functions log in as
public record AuditSettings(Duration clockTolerance, String functionRole, AuditProgress progress) {

  /// Exact clocks, and the role of roles.sql.
  public static final AuditSettings DEFAULT =
      new AuditSettings(Duration.ZERO, "interlock_function", AuditProgress.NONE);

  /// The same with another tolerance.
  public AuditSettings withClockTolerance(Duration tolerance) {
    return new AuditSettings(tolerance, functionRole, progress);
  }

  /// The same with another role.
  public AuditSettings withFunctionRole(String role) {
    return new AuditSettings(clockTolerance, role, progress);
  }

  /// The same, and reports its progress.
  public AuditSettings withProgress(AuditProgress reported) {
    return new AuditSettings(clockTolerance, functionRole, reported);
  }

  /// An invariant's query with these values in place of [Invariant#CLOCK_TOLERANCE] and
  /// [Invariant#FUNCTION_ROLE].
  String in(String sql) {
    return sql.replace(
            Invariant.CLOCK_TOLERANCE,
            "INTERVAL '%d microseconds'".formatted(clockTolerance.toNanos() / 1_000))
        .replace(Invariant.FUNCTION_ROLE, "'" + functionRole.replace("'", "''") + "'");
  }
}
