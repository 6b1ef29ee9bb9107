package dev.interlock.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Sets money of one account aside for another, until a `Settlement` or the expiry.
///
/// @param currency ISO 4217, such as `EUR`
/// @param expiresAt from then on, by the database's clock, the hold counts for nothing
public record Hold(
    UUID from,
    UUID to,
    long amountMinor,
    String currency,
    Instant expiresAt,
    Optional<String> reference)
    implements CommandRequest<HoldReceipt> {
  static final String PATH = "/holds";

  public Hold(UUID from, UUID to, long amountMinor, String currency, Instant expiresAt) {
    this(from, to, amountMinor, currency, expiresAt, Optional.empty());
  }

  public Hold withReference(String text) {
    return new Hold(from, to, amountMinor, currency, expiresAt, Optional.of(text));
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public JsonObject body() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("from", from.toString());
    members.put("to", to.toString());
    members.put("amount", amountMinor);
    members.put("currency", currency);
    members.put("expiresAt", Timestamp.text(expiresAt));
    members.put("reference", reference.orElse(null));
    return JsonObject.of(members);
  }

  @Override
  public HoldReceipt receipt(JsonObject answer) {
    return new HoldReceipt(answer);
  }
}
