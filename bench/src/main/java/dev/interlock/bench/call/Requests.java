package dev.interlock.bench.call;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// Makes events for the demo data of db/demo.sql, each as API Gateway would send it: those under
/// events/ with other bodies and keys.
final class Requests {

  /// An event, and the key in it.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(byte[] event, String key) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<WriteFunction, ObjectNode> envelopes = new EnumMap<>(WriteFunction.class);
  private long made;
  private long aclVersion;

  /// Requests out of the checkout's events.
  ///
  /// @param aclVersion of the location that permission changes are about, and that nobody else
  ///   changes
  Requests(Path root, long aclVersion) throws IOException {
    this.aclVersion = aclVersion;
    for (WriteFunction function : WriteFunction.values()) {
      Path event = root.resolve("events").resolve(function.title()).resolve("accepted.json");
      envelopes.put(function, (ObjectNode) JSON.readTree(event.toFile()));
    }
  }

  /// A request that is accepted when it is sent before the next is made.
  Request accepted(WriteFunction function) throws IOException {
    return switch (function) {
      case TRANSFER -> transfer("1", "EUR");
      case STOCK_DECREMENT -> decrement(1);
      case PERMISSION_CHANGE -> change(aclVersion % 2 == 0 ? "viewer" : "none", aclVersion++);
    };
  }

  /// A request that the verdict refuses.
  Request refused(WriteFunction function) throws IOException {
    return switch (function) {
      case TRANSFER -> transfer("9007199254740991", "EUR");
      case STOCK_DECREMENT -> decrement(1_000_000_000);
      case PERMISSION_CHANGE -> change("viewer", 999_999_999);
    };
  }

  /// A request that breaks the contract in one place.
  Request malformed(WriteFunction function) throws IOException {
    return switch (function) {
      case TRANSFER -> transfer("1", "euro");
      case STOCK_DECREMENT -> decrement(0);
      case PERMISSION_CHANGE -> change("king", aclVersion);
    };
  }

  private Request transfer(String amount, String currency) throws IOException {
    return request(
        WriteFunction.TRANSFER,
        """
        {"from": "a0000000-0000-4000-8000-000000000001", "to": "a0000000-0000-4000-8000-000000000002",
         "amount": %s, "currency": "%s", "reference": "Invoice 2026-117"}\
        """
            .formatted(amount, currency));
  }

  private Request decrement(long quantity) throws IOException {
    return request(
        WriteFunction.STOCK_DECREMENT,
        """
        {"location": "b0000000-0000-4000-8000-000000000001", "reference": "Order 2026-117",
         "lines": [{"sku": "TEA-100", "quantity": %d}, {"sku": "CUP-1", "quantity": 1}]}\
        """
            .formatted(quantity));
  }

  private Request change(String role, long version) throws IOException {
    header(WriteFunction.PERMISSION_CHANGE, "if-match", "\"" + version + "\"");
    return request(
        WriteFunction.PERMISSION_CHANGE,
        """
        {"resource": "b0000000-0000-4000-8000-000000000001", "principal": "carol", "role": "%s"}\
        """
            .formatted(role));
  }

  private Request request(WriteFunction function, String body) throws IOException {
    String key = "call-%s-%06d".formatted(function.title(), made++);
    header(function, "idempotency-key", key);
    ObjectNode event = envelope(function).put("body", body);
    return new Request(JSON.writeValueAsString(event).getBytes(StandardCharsets.UTF_8), key);
  }

  private void header(WriteFunction function, String name, String value) {
    ((ObjectNode) envelope(function).get("headers")).put(name, value);
  }

  private ObjectNode envelope(WriteFunction function) {
    ObjectNode envelope = envelopes.get(function);
    if (envelope == null) {
      throw new IllegalStateException("no event for " + function);
    }
    return envelope;
  }
}
