package dev.interlock.stockreservation;

import static dev.interlock.testkit.contracts.Precedence.fault;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Precedence.Fault;
import dev.interlock.testkit.contracts.RefusableRequest;
import dev.interlock.testkit.contracts.RequestFaults;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A valid settlement of a separate reservation, and its possible faults.
final class RefusableReservationSettlement implements RefusableRequest {

  /// The possible faults, in the contract's order.
  static final List<Fault<RefusableReservationSettlement>> FAULTS = faults();

  /// Pairs that one request cannot have: an absent reservation has neither a location nor a state,
  /// what was folded cannot be settled, one refusal lists every excess, and a key that is absent or
  /// malformed was never used.
  static final Map<String, Set<String>> IMPOSSIBLE =
      Map.of(
          "key missing", Set.of("key malformed", "reused"),
          "key malformed", Set.of("reused"),
          "absent", Set.of("no role", "role", "settled", "expired", "folded"),
          "settled", Set.of("folded"),
          "quantity", Set.of("sku"));

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String CALLER = "dora";

  private final String location = id();
  private final String reservation = id();
  private final Draft draft =
      new Draft(
          "/reservation-settlements",
          CALLER,
          reservation,
          """
          {"reservation": "%s", "lines": [{"sku": "A", "quantity": 2}]}
          """
              .formatted(reservation));

  private boolean placed = true;
  private String role = "operator";
  private String roleUntil = "NULL";
  private String firstState = "open";
  private String secondState = "open";
  private String reservedUntil = Reservations.LATER;
  private long reserved = 2;
  private boolean keyUsed;

  private static List<Fault<RefusableReservationSettlement>> faults() {
    List<Fault<RefusableReservationSettlement>> faults = new ArrayList<>(RequestFaults.ofRequest());
    faults.add(fault("reused", 422, "idempotency-key-reused", s -> s.keyUsed = true));
    faults.addAll(
        List.of(
            fault("absent", 404, "not-found", "/reservation", s -> s.placed = false),
            fault("no role", 404, "not-found", "/reservation", s -> s.roleUntil = "now()"),
            fault("role", 403, "role-insufficient", s -> s.role = "viewer"),
            fault("settled", 409, "reservation-settled", RefusableReservationSettlement::settled),
            fault(
                "expired", 409, "reservation-expired", s -> s.reservedUntil = Reservations.EARLIER),
            fault("folded", 409, "reservation-expired", s -> s.secondState = "expired"),
            new Fault<>("quantity", excess("A", 2, 1), s -> s.reserved = 1),
            new Fault<>("sku", excess("GHOST", 2, 0), s -> s.draft.body(s.takingAnotherSku()))));
    return List.copyOf(faults);
  }

  private void settled() {
    firstState = "settled";
    secondState = "settled";
  }

  private String takingAnotherSku() {
    return draft.body().replace("\"A\"", "\"GHOST\"");
  }

  private static Expected excess(String sku, long requested, long reserved) {
    Json line =
        new Json.Obj(
            Map.of(
                "sku", new Json.Text(sku),
                "requested", new Json.Num(Long.toString(requested)),
                "reserved", new Json.Num(Long.toString(reserved))));
    return new Expected.Refused(
        409, "quantity-exceeds-reservation", Map.of("excesses", new Json.Arr(List.of(line))));
  }

  @Override
  public void arrange(TestDatabase database, HandlerUnderTest handler) {
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'location', 1);
        INSERT INTO permission (resource_id, principal, role, expires_at)
          VALUES ('%1$s', 'bank', 'owner', NULL), ('%1$s', '%2$s', '%3$s', %4$s)
        """
            .formatted(location, CALLER, role, roleUntil));
    if (placed) {
      put(database, "A", reserved, firstState);
      put(database, "B", 1, secondState);
    }
    if (keyUsed) {
      // Refused, so that the reservation does not change. A refusal takes the key too.
      handler.send(
          Reservations.settle(reservation, Reservations.id("absent"), "A", 1).caller(CALLER));
    }
  }

  private void put(TestDatabase database, String sku, long quantity, String state) {
    database.run(
        """
        INSERT INTO stock (location_id, sku, on_hand, reserved) VALUES ('%1$s', '%2$s', 10, %3$d);
        INSERT INTO reservation_line
          (reservation_id, sku, location_id, quantity, expires_at, state, settled_at)
          VALUES ('%4$s', '%2$s', '%1$s', %5$d, '%6$s', '%7$s',
                  CASE WHEN '%7$s' = 'settled' THEN clock_timestamp() END)
        """
            .formatted(
                location,
                sku,
                state.equals("open") ? quantity : 0,
                reservation,
                quantity,
                reservedUntil,
                state));
  }

  @Override
  public Draft draft() {
    return draft;
  }

  @Override
  public Event event() {
    return draft.event();
  }

  private static String id() {
    return "c0000000-0000-4000-8000-%012d".formatted(COUNT.incrementAndGet());
  }
}
