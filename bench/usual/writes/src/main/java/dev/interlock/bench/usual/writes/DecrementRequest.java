package dev.interlock.bench.usual.writes;

import static dev.interlock.bench.usual.writes.UsualRequest.require;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/// The body of POST /stock-decrements.
public record DecrementRequest(UUID location, List<Line> lines) implements UsualRequest {

  private static final int LINES_MAX = 100;
  private static final long QUANTITY_MAX = 1_000_000_000;

  private static final String SQL =
      "SELECT decided FROM bench.decrement(?, ?, ?, " + WAITS + ", ?, NULL, ?, ?)";

  /// How much of one SKU.
  public record Line(String sku, long quantity) {
    /// Rejects a missing or invalid member.
    public Line {
      require(sku.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "sku");
      require(quantity >= 1 && quantity <= QUANTITY_MAX, "quantity");
    }
  }

  /// Rejects a missing or invalid member.
  public DecrementRequest {
    Objects.requireNonNull(location, "location");
    lines = List.copyOf(lines);
    require(!lines.isEmpty() && lines.size() <= LINES_MAX, "lines");
  }

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public Object[] values(APIGatewayV2HTTPEvent event) {
    TreeMap<String, Long> quantities = new TreeMap<>();
    lines.forEach(line -> quantities.merge(line.sku(), line.quantity(), Long::sum));
    return new Object[] {
      UsualRequest.caller(event),
      UsualRequest.header(event, "idempotency-key"),
      UsualRequest.fingerprint(event),
      location,
      quantities.keySet().toArray(String[]::new),
      quantities.values().toArray(Long[]::new)
    };
  }
}
