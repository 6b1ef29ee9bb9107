package dev.interlock.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A write with its idempotency key. The key is made once, before the first attempt, and every
/// attempt sends the same key and the same bytes.
///
/// Store `toJson()` before you send. A process that finds it after a crash goes on with `parse`.
///
/// @param <T> what an accepted one returns
public final class KeyedCommand<T extends Receipt> {
  private static final String KEY_FORM = "[A-Za-z0-9._:-]{1,128}";
  private static final Set<String> MEMBERS = Set.of("path", "key", "ifMatch", "body");

  private final JsonObject stored;
  private final Function<JsonObject, T> receipt;

  /// Sends that have begun, and have not ended with proof that nothing was written.
  private final AtomicInteger unsettled = new AtomicInteger();

  private KeyedCommand(JsonObject stored, Function<JsonObject, T> receipt) {
    this.stored = stored;
    this.receipt = receipt;
    require(path().startsWith("/"), "the path of a command begins with /");
    require(key().matches(KEY_FORM), "a key is 1 to 128 of A-Z a-z 0-9 . _ : -");
    require(
        JsonObject.parse(body()).isPresent() && MEMBERS.containsAll(stored.members().keySet()),
        "a command has a path, a key, a body and perhaps an ifMatch");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /// A command with a random key.
  public static <T extends Receipt> KeyedCommand<T> of(CommandRequest<T> request) {
    return of(request, UUID.randomUUID().toString());
  }

  /// A command with your own key, such as the number of an order.
  public static <T extends Receipt> KeyedCommand<T> of(CommandRequest<T> request, String key) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("path", request.path());
    members.put("key", key);
    members.put("ifMatch", request.ifMatch().orElse(null));
    members.put("body", request.body().toString());
    return new KeyedCommand<>(JsonObject.of(members), request::receipt);
  }

  /// The command that was stored. An earlier process may have sent it, so it counts as sent.
  public static KeyedCommand<?> parse(String json) {
    JsonObject stored =
        JsonObject.parse(json)
            .orElseThrow(() -> new IllegalArgumentException("a stored command is a JSON object"));
    KeyedCommand<?> command = new KeyedCommand<>(stored, receiptOf(stored.text("path")));
    command.begin();
    return command;
  }

  private static Function<JsonObject, ? extends Receipt> receiptOf(String path) {
    return switch (path) {
      case Transfer.PATH -> TransferReceipt::new;
      case StockDecrement.PATH -> DecrementReceipt::new;
      case Hold.PATH -> HoldReceipt::new;
      case Settlement.PATH -> SettlementReceipt::new;
      case StockReservation.PATH -> ReservationReceipt::new;
      case ReservationSettlement.PATH -> ReservationSettlementReceipt::new;
      case PermissionChange.PATH -> ChangeReceipt::new;
      default -> OtherReceipt::new;
    };
  }

  /// The text to store.
  public String toJson() {
    return stored.toString();
  }

  /// Counts a send that begins.
  void begin() {
    unsettled.incrementAndGet();
  }

  /// Ends a send that wrote nothing. It no longer counts, unless another one may have written.
  ///
  /// @return whether nothing can have been written
  boolean endUnwritten() {
    return unsettled.compareAndSet(1, 0);
  }

  T receipt(JsonObject answer) {
    return receipt.apply(answer);
  }

  public String path() {
    return stored.text("path");
  }

  public String key() {
    return stored.text("key");
  }

  /// The version that it is based on, if its operation needs one.
  public Optional<String> ifMatch() {
    return stored.optionalText("ifMatch");
  }

  /// The JSON text that every attempt sends.
  public String body() {
    return stored.text("body");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyedCommand<?> command && stored.equals(command.stored);
  }

  @Override
  public int hashCode() {
    return stored.hashCode();
  }

  @Override
  public String toString() {
    return "POST " + path() + " with key " + key();
  }
}
