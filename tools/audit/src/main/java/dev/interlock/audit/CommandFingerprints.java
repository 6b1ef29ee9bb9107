package dev.interlock.audit;

import dev.interlock.audit.operation.JournaledOperation;
import dev.interlock.write.Fingerprint;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Recomputes the fingerprint of every accepted command from its journal rows. Under another
/// fingerprint the command could never be replayed, and another one could.
///
/// Not a query, because PostgreSQL and CockroachDB have no SHA-256 of bytes in common.
final class CommandFingerprints {

  static final String ID = "fingerprint-recomputed";
  static final String AS_JOURNALED =
      "every accepted key has the fingerprint of its journaled command"
          + " (a refused command is in no journal)";

  private final List<String> shown = new ArrayList<>();
  private long examined;
  private long offences;

  private CommandFingerprints() {}

  static Finding check(Connection connection, AuditSettings settings) throws SQLException {
    CommandFingerprints fingerprints = new CommandFingerprints();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(Audit.ROWS_PER_FETCH);
      for (JournaledOperation operation : settings.operations()) {
        try (ResultSet rows = statement.executeQuery(accepted(operation))) {
          while (rows.next()) {
            fingerprints.compare(rows);
          }
        }
      }
    }
    return new Finding(
        ID, AS_JOURNALED, fingerprints.examined, fingerprints.offences, fingerprints.shown);
  }

  private static String accepted(JournaledOperation operation) {
    return """
    SELECT k.caller, k.operation, k.idempotency_key, k.fingerprint, c.command
    FROM (
      %2$s) c
    JOIN idempotency_history k ON k.operation = '%1$s'
      AND k.caller = c.caller AND k.idempotency_key = c.idempotency_key
    WHERE k.verdict = 'accepted'
    """
        .formatted(operation.name(), operation.commands());
  }

  private void compare(ResultSet row) throws SQLException {
    examined++;
    // A part that is missing from an inconsistent journal must match no command.
    String[] command =
        Arrays.stream((@Nullable String[]) row.getArray("command").getArray())
            .map(part -> Objects.requireNonNullElse(part, "?"))
            .toArray(String[]::new);
    if (MessageDigest.isEqual(row.getBytes("fingerprint"), Fingerprint.of(command))) {
      return;
    }
    offences++;
    if (shown.size() < Audit.ROWS_SHOWN_MAX) {
      shown.add(
          "caller=%s operation=%s idempotency_key=%s command=%s"
              .formatted(
                  row.getString("caller"),
                  row.getString("operation"),
                  row.getString("idempotency_key"),
                  String.join(" ", command)));
    }
  }
}
