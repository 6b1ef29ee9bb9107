package dev.interlock.audit;

import static dev.interlock.audit.Journals.WITH_JOURNAL;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds an order of all effects that agrees with the versions of every row, and compares it with
/// the real-time order that callers observed.
///
/// The writer of a row has read the version before it, so every dependency between two effects
/// (read after write, write after write, write after read) leads from one version of a row to the
/// next. Grants are the exception: transfers and decrements read them, and the journal does not say
/// at which version. [RevokeInvariants] covers those.
///
/// Effects arrive ordered by time, as the versions of a row are; an effect that arrives before one
/// that it depends on waits. Memory holds a few numbers for each row, and the waiting effects.
/// Versions are renumbered along each row, because another invariant reports gaps.
final class EffectOrder {

  static final String ACYCLIC_ID = "acyclic";
  static final String REAL_TIME_ID = "real-time-order";
  static final String WITHOUT_CYCLES = "no two effects each precede the other";
  static final String IN_REAL_TIME = "no effect precedes one that was answered before it was sent";

  private static final int ROWS_PER_FETCH = 1_000;

  // The effects in order of time. Times of calls are in microseconds, so that nothing is rounded.
  private static final String EFFECTS =
      WITH_JOURNAL
          + """
          SELECT e.operation, e.caller, e.idempotency_key, e.id, e.created_at,
            dense_rank() OVER (ORDER BY e.kind, e.resource_id, e.sku) AS row_number,
            row_number()
              OVER (PARTITION BY e.kind, e.resource_id, e.sku ORDER BY e.version) AS position,
            %s
          FROM journal e
          %s
          ORDER BY e.created_at, e.id
          """;

  private static final String WITHOUT_CALLS =
      EFFECTS.formatted("NULL::bigint AS first_sent, NULL::bigint AS accepted_at", "");

  private static final String WITH_CALLS =
      EFFECTS.formatted(
          """
          round(extract(epoch FROM k.first_sent) * 1000000)::bigint AS first_sent,
            round(extract(epoch FROM k.accepted_at) * 1000000)::bigint AS accepted_at\
          """,
          """
          LEFT JOIN sent_key k ON k.operation = e.operation
            AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key\
          """);

  private EffectOrder() {}

  /// Reads all effects in the open snapshot. The findings: about cycles, and with a history about
  /// real-time order.
  static List<Finding> check(Connection connection, AuditSettings settings, boolean withHistory)
      throws SQLException {
    Orderer orderer = new Orderer();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_PER_FETCH);
      try (ResultSet rows =
          statement.executeQuery(settings.in(withHistory ? WITH_CALLS : WITHOUT_CALLS))) {
        @Nullable Effect current = null;
        while (rows.next()) {
          if (current == null || !current.continuesIn(rows)) {
            if (current != null) {
              orderer.add(current);
            }
            current = new Effect(rows);
          }
          current.touch(rows.getInt("row_number"), rows.getInt("position"));
        }
        if (current != null) {
          orderer.add(current);
        }
      }
    }
    orderer.end();
    List<Finding> findings = new ArrayList<>();
    findings.add(orderer.cycles());
    if (withHistory) {
      findings.add(orderer.realTime());
    }
    return findings;
  }
}
