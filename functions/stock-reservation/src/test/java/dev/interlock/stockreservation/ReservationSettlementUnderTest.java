package dev.interlock.stockreservation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Describes the settlement of reservations to the tests that every function must pass.
final class ReservationSettlementUnderTest implements FunctionUnderTest {

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new ReservationSettlementHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new ReservationSettlementStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return ReservationSettlementCommand.of(request.write());
  }

  /// Enough stock for a reservation under each of thousands of keys.
  @Override
  public void begin(TestDatabase database) {
    database.run(
        """
        UPDATE stock SET on_hand = on_hand + 100000, version = version + 1 WHERE sku = 'TEA-100';
        INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
          SELECT location_id, sku, version, 100000, on_hand FROM stock WHERE sku = 'TEA-100';
        """);
  }

  @Override
  public Optional<String> rowsFor(String key) {
    return Optional.of(
        Reservations.rows(
            Reservations.id(key), "TEA-100", 5, "clock_timestamp() + interval '1 day'"));
  }

  @Override
  public Event accepted(String key) {
    return Reservations.settle(key, Reservations.id(key), "TEA-100", 3);
  }

  /// Either of them may settle a reservation at the shop.
  @Override
  public Rivals rivals() {
    String reservation = Reservations.id("rivals");
    return Rivals.of(
            List.of("alice", "bob"),
            (caller, key) -> Reservations.settle(key, reservation, "TEA-100", 3).caller(caller))
        .withRows(
            Reservations.rows(reservation, "TEA-100", 5, "clock_timestamp() + interval '1 day'"));
  }

  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRows("reservation-not-found", role("none")),
        Refusable.byRows("role-insufficient", role("viewer")),
        Refusable.byRows(
            "reservation-settled",
            """
            UPDATE reservation_line
               SET state = 'settled', taken = 1, settled_at = clock_timestamp()
            """),
        Refusable.byRows(
            "reservation-expired", "UPDATE reservation_line SET expires_at = clock_timestamp()"),
        Refusable.byRequest(
            "quantity-exceeds-reservation",
            event -> Reservations.settle("k", Reservations.id("k"), "TEA-100", 6)));
  }

  /// A reservation is settled once.
  @Override
  public int acceptedOf(int calls) {
    return 1;
  }

  @Override
  public Map<String, Set<String>> sharedTables() {
    return Map.of("stock", Set.of(), "reservation_line", Set.of());
  }

  private static String role(String role) {
    return "UPDATE permission SET role = '" + role + "' WHERE principal = 'alice'";
  }
}
