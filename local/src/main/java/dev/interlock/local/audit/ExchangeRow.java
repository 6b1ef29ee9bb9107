package dev.interlock.local.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.local.history.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An exchange as a line of what COPY fills the table `exchange` from: whatever it takes to
/// understand texts is done here, so that no text can make a query fail.
final class ExchangeRow {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBLEM = "urn:interlock:";

  private final StringBuilder line = new StringBuilder();

  private ExchangeRow() {}

  /// In the order of the table's columns, with the end of the line.
  static String of(long number, Exchange exchange) {
    ExchangeRow row = new ExchangeRow();
    row.add(Long.toString(number));
    row.add(exchange.operation());
    row.add(exchange.caller());
    row.add(exchange.key().orElse(null));
    row.add(exchange.sentAt().toString());
    Exchange.Answer answer = exchange.answer().orElse(null);
    row.add(answer == null ? null : answer.at().toString());
    row.add(answer == null ? null : Integer.toString(answer.status()));
    row.add(answer == null ? null : Boolean.toString(answer.replayed()));
    row.add(answer == null ? null : answer.etag().orElse(null));
    row.add(answer == null ? null : answer.body());
    JsonNode body = answer == null ? MissingNode.getInstance() : parsed(answer.body());
    if (exchange.key().isPresent()) {
      row.addWrite(exchange, answer, body);
    } else {
      row.addRead(exchange, answer, body);
    }
    return row.line.append('\n').toString();
  }

  private void addWrite(Exchange exchange, Exchange.@Nullable Answer answer, JsonNode body) {
    String type = body.path("type").asText();
    String problem = type.startsWith(PROBLEM) ? type.substring(PROBLEM.length()) : "";
    Said said = answer == null ? Said.UNKNOWN : Said.ofWrite(answer, problem);
    String pointer = body.path("pointer").asText();
    add(said.toString());
    add(said == Said.REFUSED ? (problem + " " + pointer).strip() : null);
    add(said == Said.REFUSED ? detail(body).toString() : null);
    add(Asked.of(exchange, parsed(exchange.request())).map(ExchangeRow::json).orElse(null));
    add(body.isObject() ? json(body) : null);
    add(null);
    add("");
    add(null);
  }

  /// What a refusal tells of the rows it met, as it is kept under the key.
  private static JsonNode detail(JsonNode body) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    for (String member : List.of("aclVersion", "sku")) {
      if (body.has(member)) {
        detail.set(member, storable(body.get(member)));
      }
    }
    if (body.has("shortages")) {
      ObjectNode available = detail.putObject("available");
      for (JsonNode shortage : body.get("shortages")) {
        available.set(
            storable(shortage.path("sku").asText()), storable(shortage.path("available")));
      }
    }
    return detail;
  }

  private void addRead(Exchange exchange, Exchange.@Nullable Answer answer, JsonNode body) {
    List<String> path = List.of(exchange.request().replaceFirst("\\?.*", "").split("/", -1));
    Optional<UUID> id = path.size() > 2 ? Asked.uuid(path.get(2)) : Optional.empty();
    boolean whole =
        switch (exchange.operation()) {
          case "account" -> path.size() == 3;
          case "stock", "permissions" -> path.size() == 4;
          default -> throw new IllegalArgumentException("no read: " + exchange.operation());
        };
    boolean shown = answer != null && answer.status() == 200 && whole && id.isPresent();
    boolean permissions = exchange.operation().equals("permissions");
    JsonNode version = body.path(permissions ? "aclVersion" : "version");
    add((shown ? Said.SHOWN : Said.UNKNOWN).toString());
    add(null);
    add(null);
    add(null);
    add(body.isObject() ? json(body) : null);
    add(id.map(UUID::toString).orElse(null));
    add(exchange.operation().equals("stock") && whole ? path.get(3) : "");
    add(version.isIntegralNumber() && version.canConvertToLong() ? version.asText() : null);
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static String json(JsonNode node) {
    return storable(node).toString();
  }

  /// The same, less what jsonb cannot hold: the character 0, and numbers beyond all measure, which
  /// stay as their text and so equal no number.
  private static JsonNode storable(JsonNode node) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (node.isObject()) {
      ObjectNode members = make.objectNode();
      node.properties()
          .forEach(each -> members.set(storable(each.getKey()), storable(each.getValue())));
      return members;
    }
    if (node.isArray()) {
      ArrayNode elements = make.arrayNode();
      node.forEach(each -> elements.add(storable(each)));
      return elements;
    }
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    boolean text = node.isTextual() || (node.isNumber() && !whole);
    return text ? make.textNode(storable(node.asText())) : node;
  }

  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  private void add(@Nullable String value) {
    if (!line.isEmpty()) {
      line.append('\t');
    }
    line.append(value == null ? "\\N" : escaped(storable(value)));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
