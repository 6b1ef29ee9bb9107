package dev.interlock.soak;

import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.client.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.random.RandomGenerator;

/// The holds and reservations that callers were told of, the latest of each. Those that were
/// settled or have expired stay among them, so that some are settled again, or too late.
final class SetAside {
  private static final int KEPT_MAX = 200;

  /// A hold or a reservation.
  ///
  /// @param place whose operators may settle it: the hold's destination, the reservation's location
  /// @param quantities by SKU; a hold's amount has the empty name
  record Placed(String id, String place, Map<String, Long> quantities, Instant expiresAt) {}

  private final Deque<Placed> holds = new ConcurrentLinkedDeque<>();
  private final Deque<Placed> reservations = new ConcurrentLinkedDeque<>();

  /// Keeps what an accepted request has placed.
  void learn(Operation operation, JsonObject answer) {
    if (operation.equals(Operations.HOLD)) {
      keep(holds, placed(answer, "to", Map.of("", answer.number("amount"))));
    } else if (operation.equals(Operations.STOCK_RESERVATION)) {
      Map<String, Long> quantities = new LinkedHashMap<>();
      answer
          .objects("lines")
          .forEach(line -> quantities.put(line.text("sku"), line.number("quantity")));
      keep(reservations, placed(answer, "location", quantities));
    }
  }

  private static Placed placed(JsonObject answer, String place, Map<String, Long> quantities) {
    return new Placed(
        answer.text("id"), answer.text(place), quantities, answer.instant("expiresAt"));
  }

  private static void keep(Deque<Placed> kept, Placed placed) {
    kept.addFirst(placed);
    if (kept.size() > KEPT_MAX) {
      kept.pollLast();
    }
  }

  /// A hold to settle, if any has been placed.
  Optional<Placed> hold(RandomGenerator random) {
    return one(List.copyOf(holds), random);
  }

  /// A reservation to settle, if any has been placed.
  Optional<Placed> reservation(RandomGenerator random) {
    return one(List.copyOf(reservations), random);
  }

  /// Any, one of the latest, or the one whose expiry is nearest to this moment.
  private static Optional<Placed> one(List<Placed> kept, RandomGenerator random) {
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Instant now = Instant.now();
    return switch (random.nextInt(4)) {
      case 0 ->
          kept.stream()
              .min(Comparator.comparing(each -> Duration.between(each.expiresAt(), now).abs()));
      case 1 -> Optional.of(kept.get(random.nextInt(kept.size())));
      default -> Optional.of(kept.get(random.nextInt(Math.min(10, kept.size()))));
    };
  }
}
