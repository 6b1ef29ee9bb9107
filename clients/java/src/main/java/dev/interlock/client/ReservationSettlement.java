package dev.interlock.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes stock out of a reservation and releases the rest.
///
/// @param lines what is taken; none releases all
public record ReservationSettlement(
    UUID reservation, List<StockDecrement.Line> lines, Optional<String> reference)
    implements CommandRequest<ReservationSettlementReceipt> {
  static final String PATH = "/reservation-settlements";

  public ReservationSettlement {
    lines = List.copyOf(lines);
  }

  public ReservationSettlement(UUID reservation, StockDecrement.Line... lines) {
    this(reservation, List.of(lines), Optional.empty());
  }

  public ReservationSettlement withReference(String text) {
    return new ReservationSettlement(reservation, lines, Optional.of(text));
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public JsonObject body() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("reservation", reservation.toString());
    members.put("lines", lines.stream().map(StockDecrement.Line::json).toList());
    members.put("reference", reference.orElse(null));
    return JsonObject.of(members);
  }

  @Override
  public ReservationSettlementReceipt receipt(JsonObject answer) {
    return new ReservationSettlementReceipt(answer);
  }
}
