package dev.interlock.examples.voucher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import dev.interlock.audit.AuditSettings;
import dev.interlock.audit.Finding;
import dev.interlock.audit.operation.ContributedOperation;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
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

/// The audit of redemptions passes, and names what was tampered with.
@OnlyPostgres("the audit is compared on one product")
class VoucherRedemptionAuditTest {

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void redeem() {
    List.of("WELCOME1", "TOOLATE1", "NOTTHERE").forEach(this::send);
  }

  @Test
  void passes() throws Exception {
    AuditReport report = audit();
    assertThat(report.broken()).isEmpty();
    assertThat(report.unaudited()).isEmpty();
    assertThat(report.findings())
        .filteredOn(finding -> finding.id().startsWith("voucher"))
        .extracting(Finding::id)
        .containsExactly("voucher-redemption-answer", "voucher-in-time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          voucher-in-time           | UPDATE voucher SET expires_at = redeemed_at WHERE code = 'WELCOME1'
          voucher-redemption-answer | UPDATE voucher SET amount = 501 WHERE code = 'WELCOME1'
          journal-row-has-key       | UPDATE voucher SET idempotency_key = 'x' WHERE code = 'WELCOME1'
          accepted-key-time         | UPDATE voucher SET redeemed_at = redeemed_at - interval '1 s'
          accepted-key-id           | UPDATE voucher SET redemption_id = gen_random_uuid() WHERE code = 'WELCOME1'
          fingerprint-recomputed    | UPDATE voucher SET code = 'WELCOME2' WHERE code = 'WELCOME1'
          refusal-answer            | UPDATE idempotency SET verdict = 'lost' WHERE verdict = 'expired'
          refusal-wrote-nothing     | UPDATE idempotency SET verdict = 'expired', detail = '{}' WHERE idempotency_key = 'WELCOME1'
          accepted-key-has-rows     | UPDATE voucher SET redemption_id = NULL, redeemed_at = NULL, idempotency_key = NULL
          """)
  void tamperingIsNamed(String invariant, String sql) throws Exception {
    database.run(sql);
    assertThat(audit().broken()).extracting(Finding::id).contains(invariant);
  }

  /// The code is the key.
  private void send(String code) {
    VoucherRedemptionHandler handler =
        new VoucherRedemptionHandler(new StatementRunner(database.database()));
    Answer.of(
        handler,
        Event.post("/voucher-redemptions")
            .caller("alice")
            .key(code)
            .body("{\"code\": \"" + code + "\"}")
            .json());
  }

  private AuditReport audit() throws Exception {
    AuditSettings settings =
        AuditSettings.DEFAULT.withContributed(
            List.of(ContributedOperation.parse(VoucherRedemptionCommand.OPERATION, description())));
    try (Connection connection = database.connect()) {
      return Audit.run(connection, settings);
    }
  }

  private static String description() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            VoucherRedemptionAuditTest.class.getResourceAsStream(
                "/audit/voucher-redemption.sql"))) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
