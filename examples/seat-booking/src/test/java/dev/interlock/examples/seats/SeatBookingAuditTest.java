package dev.interlock.examples.seats;

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

/// The audit of bookings passes, and names what was tampered with.
@OnlyPostgres("the audit is compared on one product")
class SeatBookingAuditTest {
  private static final String SHOW = "c0000000-0000-4000-8000-000000000001";

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void book() {
    send("alice", "A1");
    send("alice", "A2");
    send("bob", "A2");
    send("carol", "A3");
  }

  @Test
  void passes() throws Exception {
    AuditReport report = audit();
    assertThat(report.broken()).isEmpty();
    assertThat(report.unaudited()).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::id)
        .contains("seat-booking-answer", "seat-booked-once", "seat-holder-count");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seat-booked-once       | UPDATE seat SET bookings = 0 WHERE seat = 'A1'
          seat-booked-once       | DELETE FROM seat WHERE seat = 'A1'
          seat-holder-count      | UPDATE seat_holder SET seats = 1
          seat-holder-count      | DELETE FROM seat_holder
          seat-booking-answer    | UPDATE seat_booking_entry SET number = 3 WHERE number = 2
          journal-row-has-key    | UPDATE seat_booking_entry SET idempotency_key = 'x' WHERE seat = 'A1'
          accepted-key-time      | UPDATE seat_booking_entry SET created_at = created_at - interval '1 s'
          accepted-key-id        | UPDATE seat_booking_entry SET id = gen_random_uuid()
          fingerprint-recomputed | UPDATE seat_booking_entry SET seat = 'B1' WHERE seat = 'A1'
          refusal-answer         | UPDATE idempotency SET verdict = 'lost' WHERE verdict = 'seat-taken'
          refusal-wrote-nothing  | UPDATE idempotency SET verdict = 'seat-taken', detail = '{}' WHERE idempotency_key = 'alice-A1'
          accepted-key-has-rows  | DELETE FROM seat_booking_entry WHERE seat = 'A1'
          """)
  void tamperingIsNamed(String invariant, String sql) throws Exception {
    database.run(sql);
    assertThat(audit().broken()).extracting(Finding::id).contains(invariant);
  }

  private void send(String caller, String seat) {
    SeatBookingHandler handler = new SeatBookingHandler(new StatementRunner(database.database()));
    Answer.of(
        handler,
        Event.post("/seat-bookings")
            .caller(caller)
            .key(caller + "-" + seat)
            .body("{\"show\": \"" + SHOW + "\", \"seat\": \"" + seat + "\"}")
            .json());
  }

  private AuditReport audit() throws Exception {
    AuditSettings settings =
        AuditSettings.DEFAULT.withContributed(
            List.of(ContributedOperation.parse(SeatBookingCommand.OPERATION, description())));
    try (Connection connection = database.connect()) {
      return Audit.run(connection, settings);
    }
  }

  private static String description() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            SeatBookingAuditTest.class.getResourceAsStream("/audit/seat-booking.sql"))) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
