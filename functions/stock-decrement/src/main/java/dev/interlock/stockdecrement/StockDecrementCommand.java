package dev.interlock.stockdecrement;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/// Take these quantities out of a location; exists only when well-formed.
///
/// @param lines the quantity of each SKU, in byte order; lines of the same SKU are added up
record StockDecrementCommand(
    Caller caller,
    IdempotencyKey key,
    UUID location,
    SortedMap<String, Long> lines,
    Optional<String> reference)
    implements Command {

  static final String OPERATION = "stock-decrement";

  private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int LINES_MAX = 100;
  private static final long QUANTITY_MAX = 1_000_000_000;
  private static final int REFERENCE_CODE_POINTS_MAX = 140;

  /// Checks a request against the contract.
  ///
  /// @throws dev.interlock.api.RefusedException with every violation at once
  static StockDecrementCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID location = body.uuid("location");
    // SKUs are ASCII, so the natural order of strings is their byte order.
    SortedMap<String, Long> lines = new TreeMap<>();
    body.objects("lines", LINES_MAX, line -> add(line, lines));
    Optional<String> reference = body.optionalText("reference", REFERENCE_CODE_POINTS_MAX);
    body.noOthers();
    violations.refuseIfAny();
    return new StockDecrementCommand(request.caller(), request.key(), location, lines, reference);
  }

  // Summed first: two lines of the same SKU must not each see the whole stock.
  private static void add(Members line, SortedMap<String, Long> lines) {
    String sku =
        line.matching(
            "sku",
            SKU,
            "1-64 characters out of A-Z a-z 0-9 . _ - that begin with a letter or digit");
    long quantity = line.integer("quantity", 1, QUANTITY_MAX);
    line.noOthers();
    lines.merge(sku, quantity, Long::sum);
  }

  static boolean isSku(String text) {
    return SKU.matcher(text).matches();
  }

  @Override
  public CommandIdentity identity() {
    List<String> parts = new ArrayList<>();
    parts.add(location.toString());
    // An empty reference is invalid, so an empty part means that there was none.
    parts.add(reference.orElse(""));
    lines.forEach((sku, quantity) -> {
      parts.add(sku);
      parts.add(Long.toString(quantity));
    });
    byte[] fingerprint = Fingerprint.of(parts.toArray(String[]::new));
    return new CommandIdentity(caller.subject(), OPERATION, key.value(), fingerprint);
  }
}
