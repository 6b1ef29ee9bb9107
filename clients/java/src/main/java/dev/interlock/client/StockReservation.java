package dev.interlock.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Sets stock of a location aside, all lines or none, until a `ReservationSettlement` or the
/// expiry.
///
/// @param expiresAt from then on, by the database's clock, the reservation counts for nothing
public record StockReservation(
    UUID location, List<StockDecrement.Line> lines, Instant expiresAt, Optional<String> reference)
    implements CommandRequest<ReservationReceipt> {
  static final String PATH = "/stock-reservations";

  public StockReservation {
    lines = List.copyOf(lines);
  }

  public StockReservation(UUID location, Instant expiresAt, StockDecrement.Line... lines) {
    this(location, List.of(lines), expiresAt, Optional.empty());
  }

  public StockReservation withReference(String text) {
    return new StockReservation(location, lines, expiresAt, Optional.of(text));
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public JsonObject body() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("location", location.toString());
    members.put("lines", lines.stream().map(StockDecrement.Line::json).toList());
    members.put("expiresAt", Timestamp.text(expiresAt));
    members.put("reference", reference.orElse(null));
    return JsonObject.of(members);
  }

  @Override
  public ReservationReceipt receipt(JsonObject answer) {
    return new ReservationReceipt(answer);
  }
}
