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

/// A valid reservation at a separate location, and its possible faults.
final class RefusableReservation implements RefusableRequest {

  /// The possible faults, in the contract's order.
  static final List<Fault<RefusableReservation>> FAULTS = faults();

  /// Pairs that one request cannot have: a key that is absent or malformed was never used.
  static final Map<String, Set<String>> IMPOSSIBLE =
      Map.of(
          "key missing", Set.of("key malformed", "reused"),
          "key malformed", Set.of("reused"));

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String CALLER = "dora";

  private final String location = id();
  private final Draft draft =
      new Draft(
          "/stock-reservations",
          CALLER,
          location,
          """
          {"location": "%s", "lines": [{"sku": "A", "quantity": 2}, {"sku": "B", "quantity": 2}],
           "expiresAt": "%s"}
          """
              .formatted(location, Reservations.LATER));

  private String role = "operator";
  private String roleUntil = "NULL";
  private boolean secondSku = true;
  private long reserved;
  private boolean keyUsed;

  private static List<Fault<RefusableReservation>> faults() {
    List<Fault<RefusableReservation>> faults = new ArrayList<>(RequestFaults.ofRequest());
    faults.add(fault("reused", 422, "idempotency-key-reused", s -> s.keyUsed = true));
    faults.addAll(
        List.of(
            fault("location", 404, "not-found", "/location", s -> s.roleUntil = "now()"),
            fault("role", 403, "role-insufficient", s -> s.role = "viewer"),
            new Fault<>("sku", noSecondSku(), s -> s.secondSku = false),
            fault("expiry", 409, "expiry-past", s -> s.draft.body(s.expiringLongAgo())),
            new Fault<>("stock", oneAvailable(), s -> s.reserved = 9)));
    return List.copyOf(faults);
  }

  private static Expected noSecondSku() {
    return new Expected.Refused(
        404, "not-found", Map.of("pointer", new Json.Text("/lines"), "sku", new Json.Text("B")));
  }

  private static Expected oneAvailable() {
    Json line =
        new Json.Obj(
            Map.of(
                "sku", new Json.Text("A"),
                "requested", new Json.Num("2"),
                "available", new Json.Num("1")));
    return new Expected.Refused(
        409, "insufficient-stock", Map.of("shortages", new Json.Arr(List.of(line))));
  }

  private String expiringLongAgo() {
    return draft.body().replace(Reservations.LATER, Reservations.EARLIER);
  }

  @Override
  public void arrange(TestDatabase database, HandlerUnderTest handler) {
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'location', 1);
        INSERT INTO permission (resource_id, principal, role, expires_at)
          VALUES ('%1$s', 'bank', 'owner', NULL), ('%1$s', '%2$s', '%3$s', %4$s);
        INSERT INTO stock (location_id, sku, on_hand, reserved) VALUES ('%1$s', 'A', 10, %5$d)
        """
            .formatted(location, CALLER, role, roleUntil, reserved));
    if (secondSku) {
      database.run(
          "INSERT INTO stock (location_id, sku, on_hand) VALUES ('" + location + "', 'B', 10)");
    }
    if (reserved > 0) {
      database.run(
          """
          INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, expires_at)
            VALUES (gen_random_uuid(), 'A', '%s', %d, '%s')
          """
              .formatted(location, reserved, Reservations.LATER));
    }
    if (keyUsed) {
      // Refused, so that the stock does not change. A refusal takes the key too.
      handler.send(Reservations.reserve(location, "GHOST", 1).caller(CALLER));
    }
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
