package dev.interlock.audit;

import dev.interlock.audit.seal.Sealing;
import java.time.Duration;
import java.util.Optional;

/// What the caller of an audit knows about the deployment.
///
/// @param clockTolerance how far apart two readings of clocks may be although they are compared:
///   the callers' clocks with the database's, and the database's own before and after a failover
/// @param functionRole the database role that the functions log in as
/// @param sealing whether to make a seal, and the one to compare with
public record AuditSettings(
    Duration clockTolerance,
    String functionRole,
    AuditProgress progress,
    Optional<Sealing> sealing) {

  /// Exact clocks, the role of roles.sql, and no seal.
  public static final AuditSettings DEFAULT =
      new AuditSettings(Duration.ZERO, "interlock_function", AuditProgress.NONE, Optional.empty());

  /// The same with another tolerance.
  public AuditSettings withClockTolerance(Duration tolerance) {
    return new AuditSettings(tolerance, functionRole, progress, sealing);
  }

  /// The same with another role.
  public AuditSettings withFunctionRole(String role) {
    return new AuditSettings(clockTolerance, role, progress, sealing);
  }

  /// The same, and reports its progress.
  public AuditSettings withProgress(AuditProgress reported) {
    return new AuditSettings(clockTolerance, functionRole, reported, sealing);
  }

  /// The same, and makes a seal.
  public AuditSettings withSealing(Sealing asked) {
    return new AuditSettings(clockTolerance, functionRole, progress, Optional.of(asked));
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
