package dev.interlock.examples.unitdraw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import dev.interlock.audit.AuditSettings;
import dev.interlock.audit.Finding;
import dev.interlock.audit.operation.ContributedOperation;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The audit passes, and names what was tampered with.
@OnlyPostgres("the audit is compared on one product")
class UnitDrawAuditTest {
  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void send() {
    send("alice", 30);
    send("alice", 71);
    send("carol", 1);
  }

  @Test
  void passes() throws Exception {
    AuditReport report = audit();
    assertThat(report.broken()).isEmpty();
    assertThat(report.unaudited()).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::id)
        .contains("unit-draw-answer", "unit-draw-journal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unit-draw-journal      | UPDATE unit_pool SET remaining = 71
          unit-draw-journal      | UPDATE unit_pool SET version = 2
          unit-draw-journal      | DELETE FROM unit_pool_entry WHERE version = 0
          unit-draw-answer       | UPDATE unit_pool_entry SET remaining_after = 71 WHERE version = 1
          journal-row-has-key    | UPDATE unit_pool_entry SET idempotency_key = 'x' WHERE version = 1
          accepted-key-time      | UPDATE unit_pool_entry SET created_at = created_at - interval '1 s'
          accepted-key-id        | UPDATE unit_pool_entry SET id = gen_random_uuid()
          fingerprint-recomputed | UPDATE unit_pool_entry SET quantity = -31 WHERE version = 1
          refusal-answer         | UPDATE idempotency SET verdict = 'lost' WHERE verdict = 'unit-draw-limit'
          refusal-wrote-nothing  | UPDATE idempotency SET verdict = 'not-found', detail = '{}' WHERE verdict = 'accepted'
          accepted-key-has-rows  | DELETE FROM unit_pool_entry WHERE version = 1
          """)
  void tamperingIsNamed(String invariant, String sql) throws Exception {
    database.run(sql);
    assertThat(audit().broken()).extracting(Finding::id).contains(invariant);
  }

  private void send(String caller, int quantity) {
    UnitDrawHandler handler = new UnitDrawHandler(new StatementRunner(database.database()));
    Answer.of(handler, UnitDrawUnderTest.request(caller, caller + "-" + quantity, quantity).json());
  }

  private AuditReport audit() throws Exception {
    AuditSettings settings =
        AuditSettings.DEFAULT.withContributed(
            List.of(ContributedOperation.parse(UnitDrawCommand.OPERATION, description())));
    try (Connection connection = database.connect()) {
      return Audit.run(connection, settings);
    }
  }

  private static String description() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            UnitDrawAuditTest.class.getResourceAsStream("/audit/unit-draw.sql"))) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
