package dev.interlock.stockreservation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Describes the reservation of stock to the tests that every function must pass.
class StockReservationUnderTest implements FunctionUnderTest {

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new StockReservationHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new StockReservationStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return StockReservationCommand.of(request.write());
  }

  @Override
  public Event accepted(String key) {
    return Reservations.reserve(key, "TEA-100", 1);
  }

  @Override
  public Event refused(String key) {
    return Reservations.reserve(key, "SOLD-OUT", 1);
  }

  /// Either of them may reserve all cups of the shop.
  @Override
  public Rivals rivals() {
    return Rivals.of(
        List.of("alice", "bob"),
        (caller, key) -> Reservations.reserve(key, "CUP-1", 5).caller(caller));
  }

  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRows("location-not-found", role("none")),
        Refusable.byRows("role-insufficient", role("viewer")),
        Refusable.byRows("sku-not-found", "DELETE FROM stock WHERE sku = 'TEA-100'"),
        Refusable.byRequest(
            "expiry-past",
            event -> event.body(Reservations.body("TEA-100", 1, Reservations.EARLIER))),
        Refusable.byRows(
            "insufficient-stock", "UPDATE stock SET on_hand = 0 WHERE sku = 'TEA-100'"));
  }

  @Override
  public Map<String, Set<String>> sharedTables() {
    return Map.of("stock", Set.of("on_hand"), "reservation_line", Set.of("taken", "settled_at"));
  }

  private static String role(String role) {
    return "UPDATE permission SET role = '" + role + "' WHERE principal = 'alice'";
  }
}
