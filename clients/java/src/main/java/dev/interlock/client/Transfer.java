package dev.interlock.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Moves money from one account to another.
///
/// @param currency ISO 4217, such as `EUR`
public record Transfer(
    UUID from, UUID to, long amountMinor, String currency, Optional<String> reference)
    implements CommandRequest<TransferReceipt> {
  static final String PATH = "/transfers";

  public Transfer(UUID from, UUID to, long amountMinor, String currency) {
    this(from, to, amountMinor, currency, Optional.empty());
  }

  public Transfer withReference(String text) {
    return new Transfer(from, to, amountMinor, currency, Optional.of(text));
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
    members.put("reference", reference.orElse(null));
    return JsonObject.of(members);
  }

  @Override
  public TransferReceipt receipt(JsonObject answer) {
    return new TransferReceipt(answer);
  }
}
