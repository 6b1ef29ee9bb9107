package dev.interlock.audit;

import dev.interlock.audit.operation.ContributedOperation;
import dev.interlock.audit.operation.JournaledOperation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.seal.Sealing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the caller of an audit knows about the deployment.
///
/// @param clockTolerance how far apart two readings of clocks may be although they are compared:
///   the callers' clocks with the database's, and the database's own before and after a failover
/// @param functionRole the database role that the functions log in as
/// @param sealing whether to make a seal, and the one to compare with
/// @param contributed the operations that are not Interlock's own
public record AuditSettings(
    Duration clockTolerance,
    String functionRole,
    AuditProgress progress,
    Optional<Sealing> sealing,
    List<ContributedOperation> contributed) {

  /// Exact clocks, the role of roles.sql, and no seal.
  public static final AuditSettings DEFAULT =
      new AuditSettings(
          Duration.ZERO, "interlock_function", AuditProgress.NONE, Optional.empty(), List.of());

  /// The same with another tolerance.
  public AuditSettings withClockTolerance(Duration tolerance) {
    return new AuditSettings(tolerance, functionRole, progress, sealing, contributed);
  }

  /// The same with another role.
  public AuditSettings withFunctionRole(String role) {
    return new AuditSettings(clockTolerance, role, progress, sealing, contributed);
  }

  /// The same, and reports its progress.
  public AuditSettings withProgress(AuditProgress reported) {
    return new AuditSettings(clockTolerance, functionRole, reported, sealing, contributed);
  }

  /// The same, and makes a seal.
  public AuditSettings withSealing(Sealing asked) {
    return new AuditSettings(
        clockTolerance, functionRole, progress, Optional.of(asked), contributed);
  }

  /// The same, and audits these operations too.
  ///
  /// @throws IllegalArgumentException when a name or an id is taken
  public AuditSettings withContributed(List<ContributedOperation> operations) {
    requireDistinct(
        "operation",
        Stream.concat(
            Operations.JOURNALED.stream().map(JournaledOperation::name),
            operations.stream().map(ContributedOperation::name)));
    requireDistinct(
        "invariant",
        Stream.concat(
            Stream.concat(Audit.INVARIANTS.stream(), Audit.OF_HISTORY.stream()).map(Invariant::id),
            operations.stream()
                .flatMap(operation -> operation.invariants().stream())
                .map(ContributedOperation.ContributedInvariant::id)));
    return new AuditSettings(clockTolerance, functionRole, progress, sealing, operations);
  }

  private static void requireDistinct(String kind, Stream<String> names) {
    Set<String> taken = new HashSet<>();
    names.forEach(name -> {
      if (!taken.add(name)) {
        throw new IllegalArgumentException("there are two " + kind + "s named " + name);
      }
    });
  }

  /// Every operation whose journals are known.
  List<JournaledOperation> operations() {
    return Stream.concat(Operations.JOURNALED.stream(), contributed.stream()).toList();
  }

  /// An invariant's query with these values in place of what stands for them in it.
  String in(String sql) {
    return sql.replace(
            Invariant.CLOCK_TOLERANCE,
            "INTERVAL '%d microseconds'".formatted(clockTolerance.toNanos() / 1_000))
        .replace(Invariant.FUNCTION_ROLE, quoted(functionRole))
        .replace(Invariant.ENTRIES, joined(JournaledOperation::entries, "UNION ALL\n"))
        .replace(
            Invariant.OPERATIONS, "(" + joined(operation -> quoted(operation.name()), ", ") + ")")
        .replace(Invariant.REFUSALS, joined(AuditSettings::refusals, ",\n"))
        .replace(Invariant.KINDS, kinds());
  }

  private String joined(Function<JournaledOperation, String> text, String delimiter) {
    return operations().stream()
        .map(text)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(delimiter));
  }

  private String kinds() {
    Stream<String> described =
        contributed.stream().flatMap(operation -> operation.resources().ids().keySet().stream());
    return Stream.concat(Stream.of("account", "location"), described)
        .distinct()
        .map(AuditSettings::quoted)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String refusals(JournaledOperation operation) {
    return operation.refusalDetails().entrySet().stream()
        .map(refusal ->
            "  (%s, %s, %s)"
                .formatted(
                    quoted(operation.name()),
                    quoted(refusal.getKey()),
                    quoted("^" + refusal.getValue() + "$")))
        .sorted()
        .collect(Collectors.joining(",\n"));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
