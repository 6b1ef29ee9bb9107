package dev.interlock.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import dev.interlock.audit.AuditSettings;
import dev.interlock.audit.Finding;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// Audits the database.
final class AuditRuns {
  private AuditRuns() {}

  static void run(ConsoleStack stack, ConsoleExchange exchange) throws IOException, RefusedCommand {
    try (Connection connection = stack.database().owner().connect()) {
      run(connection, stack.checks().auditSettings(), new JsonLines(exchange));
    } catch (SQLException unreachable) {
      throw new RefusedCommand(
          503, "Database unavailable", "SQLSTATE " + unreachable.getSQLState() + ".");
    }
  }

  private static void run(Connection connection, AuditSettings settings, JsonLines lines) {
    long start = System.nanoTime();
    ObjectNode last = JsonNodeFactory.instance.objectNode();
    try {
      AuditReport report =
          Audit.run(
              connection,
              settings.withProgress((checked, total) -> {
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                line.putObject("progress").put("checked", checked).put("of", total);
                lines.add(line);
              }));
      report.findings().forEach(finding -> lines.add(json(finding)));
      last.putObject("summary")
          .put("invariants", report.findings().size())
          .put("broken", report.broken().size())
          .put("seconds", Math.round((System.nanoTime() - start) / 1e6) / 1e3);
    } catch (SQLException unfinished) {
      last.put("failed", "The audit was not finished: SQLSTATE " + unfinished.getSQLState() + ".");
    }
    lines.add(last);
  }

  private static ObjectNode json(Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("invariant", finding.invariant()).put("id", finding.id());
    json.put("examined", finding.examined()).put("broken", finding.offences());
    if (finding.broken()) {
      ArrayNode rows = json.putArray("rows");
      finding.offendersShown().forEach(rows::add);
    }
    if (!finding.checked()) {
      json.put("obstacle", finding.obstacle());
    }
    return json;
  }
}
