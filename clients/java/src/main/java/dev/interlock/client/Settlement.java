package dev.interlock.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes money out of a hold and releases the rest.
///
/// @param amountMinor what is taken; 0 releases all
public record Settlement(UUID hold, long amountMinor, Optional<String> reference)
    implements CommandRequest<SettlementReceipt> {
  static final String PATH = "/settlements";

  public Settlement(UUID hold, long amountMinor) {
    this(hold, amountMinor, Optional.empty());
  }

  public Settlement withReference(String text) {
    return new Settlement(hold, amountMinor, Optional.of(text));
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public JsonObject body() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("hold", hold.toString());
    members.put("amount", amountMinor);
    members.put("reference", reference.orElse(null));
    return JsonObject.of(members);
  }

  @Override
  public SettlementReceipt receipt(JsonObject answer) {
    return new SettlementReceipt(answer);
  }
}
