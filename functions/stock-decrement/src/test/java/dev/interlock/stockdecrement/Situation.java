package dev.interlock.stockdecrement;

import static dev.interlock.testkit.contracts.Precedence.fault;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Precedence.Fault;
import dev.interlock.testkit.contracts.ReplayableRequest;
import dev.interlock.testkit.contracts.RequestFaults;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A valid decrement with a separate location, and its possible faults.
final class Situation implements ReplayableRequest {

  static final String CALLER = "dora";

  /// The possible faults, in the contract's order.
  static final List<Fault<Situation>> FAULTS = faults();

  /// Pairs that one request cannot have: an absent key was never used.
  static final Map<String, Set<String>> IMPOSSIBLE =
      Map.of(
          "key missing", Set.of("key malformed", "reused"),
          "key malformed", Set.of("reused"));

  private static final AtomicInteger COUNT = new AtomicInteger();

  final String location = id();
  private final Draft draft =
      new Draft(
          "/stock-decrements",
          CALLER,
          location,
          """
          {"location": "%s", "lines": [{"sku": "A", "quantity": 2}, {"sku": "B", "quantity": 2}]}
          """
              .formatted(location));

  private String role = "operator";
  private String expiresAt = "NULL";
  private boolean secondSku = true;
  private long onHand = 10;
  private boolean keyUsed;

  private static List<Fault<Situation>> faults() {
    List<Fault<Situation>> faults = new ArrayList<>(RequestFaults.ofRequest());
    faults.add(fault("reused", 422, "idempotency-key-reused", s -> s.keyUsed = true));
    faults.addAll(keptFaults());
    return List.copyOf(faults);
  }

  /// The refusals that are kept under the key.
  static List<Fault<Situation>> keptFaults() {
    return List.of(
        new Fault<>(
            "location",
            Expected.refused(404, "not-found", "/location"),
            s -> s.expiresAt = "clock_timestamp() - interval '1 microsecond'"),
        fault("role", 403, "role-insufficient", s -> s.role = "viewer"),
        new Fault<>("sku", noSku("B"), s -> s.secondSku = false),
        new Fault<>("stock", shortage("A", 2, 1), s -> s.onHand = 1));
  }

  static Expected noSku(String sku) {
    return new Expected.Refused(
        404, "not-found", Map.of("pointer", new Json.Text("/lines"), "sku", new Json.Text(sku)));
  }

  static Expected shortage(String sku, long requested, long available) {
    Json line =
        new Json.Obj(
            Map.of(
                "sku", new Json.Text(sku),
                "requested", new Json.Num(Long.toString(requested)),
                "available", new Json.Num(Long.toString(available))));
    return new Expected.Refused(
        409, "insufficient-stock", Map.of("shortages", new Json.Arr(List.of(line))));
  }

  @Override
  public void arrange(TestDatabase database, HandlerUnderTest handler) {
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'location', 1);
        INSERT INTO permission (resource_id, principal, role, expires_at)
          VALUES ('%1$s', 'bank', 'owner', NULL), ('%1$s', '%2$s', '%3$s', %4$s);
        INSERT INTO stock (location_id, sku, on_hand, version) VALUES ('%1$s', 'A', %5$d, 1);
        INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
          VALUES ('%1$s', 'A', 1, %5$d, %5$d)
        """
            .formatted(location, CALLER, role, expiresAt, onHand));
    if (secondSku) {
      database.run(
          """
          INSERT INTO stock (location_id, sku, on_hand, version) VALUES ('%1$s', 'B', 10, 1);
          INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
            VALUES ('%1$s', 'B', 1, 10, 10)
          """
              .formatted(location));
    }
    if (keyUsed) {
      // Refused, so that the stock does not change. A refusal takes the key too.
      handler.send(
          Decrements.event(CALLER, location, Decrements.ABSENT, List.of(Map.entry("A", 1L))));
    }
  }

  /// Adds the grant and stock.
  @Override
  public void clear(TestDatabase database) {
    database.run(
        """
        UPDATE permission SET role = 'operator', expires_at = NULL
         WHERE resource_id = '%1$s' AND principal = '%2$s';
        INSERT INTO stock (location_id, sku, on_hand) VALUES ('%1$s', 'A', 10), ('%1$s', 'B', 10)
        ON CONFLICT (location_id, sku) DO UPDATE SET on_hand = 10
        """
            .formatted(location, CALLER));
  }

  @Override
  public Draft draft() {
    return draft;
  }

  @Override
  public Event event() {
    return draft.event();
  }

  @Override
  public Event underAnotherKey() {
    return event().key("anew");
  }

  private static String id() {
    return "c0000000-0000-4000-8000-%012d".formatted(COUNT.incrementAndGet());
  }
}
