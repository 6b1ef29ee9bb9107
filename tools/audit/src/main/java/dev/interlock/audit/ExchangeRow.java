package dev.interlock.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.audit.history.AnswerMeaning;
import dev.interlock.audit.history.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An exchange as a line of what COPY fills the table `exchange` from: whatever it takes to
/// understand texts is done here, so that no text can make a query fail.
final class ExchangeRow {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// The meaning of a read that got what it asked for.
  private static final String SHOWN = "shown";

  private static final int CHARACTERS_USUAL = 1_024;

  // A long has more digits, or as many.
  private static final int DIGITS_SURELY_LONG = 18;

  private final StringBuilder line = new StringBuilder(CHARACTERS_USUAL);

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
    String problem = Exchange.Answer.problem(body);
    AnswerMeaning meaning =
        answer == null ? AnswerMeaning.UNKNOWN : AnswerMeaning.of(answer.status(), problem);
    boolean refused = meaning == AnswerMeaning.REFUSED;
    add(meaning.toString());
    add(refused ? (problem + " " + body.path("pointer").asText()).strip() : null);
    add(refused ? detail(body).toString() : null);
    String request = exchange.request();
    add(
        RequestedEffect.of(exchange, parsed(request))
            .map(asked -> json(asked, request))
            .orElse(null));
    add(answer != null && body.isObject() ? json(body, answer.body()) : null);
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
    Optional<UUID> id = path.size() > 2 ? RequestedEffect.uuid(path.get(2)) : Optional.empty();
    boolean whole =
        switch (exchange.operation()) {
          case "account" -> path.size() == 3;
          case "stock", "permissions" -> path.size() == 4;
          default -> throw new IllegalArgumentException("no read: " + exchange.operation());
        };
    boolean permissions = exchange.operation().equals("permissions");
    // One page of several does not show who has no permission.
    boolean page = permissions && (exchange.request().contains("?") || body.has("next"));
    boolean shown = answer != null && answer.status() == 200 && whole && !page && id.isPresent();
    JsonNode version = body.path(permissions ? "aclVersion" : "version");
    boolean defect = Exchange.Answer.problem(body).equals("internal");
    AnswerMeaning other = defect ? AnswerMeaning.DEFECT : AnswerMeaning.UNKNOWN;
    add(shown ? SHOWN : other.toString());
    add(null);
    add(null);
    add(null);
    add(answer != null && body.isObject() ? json(body, answer.body()) : null);
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

  /// A node that was read from a text, or made of what is in one.
  private static String json(JsonNode node, String text) {
    return (surelyStorable(text) ? node : storable(node)).toString();
  }

  /// Whether a JSON text has no escape, and no number but whole ones of a few digits: then nothing
  /// in it is beyond jsonb, and nobody has to walk through it to find that out.
  private static boolean surelyStorable(String text) {
    boolean quoted = false;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean digit = !quoted && each >= '0' && each <= '9';
      boolean fraction = digits > 0 && (each == '.' || each == 'e' || each == 'E');
      digits = digit ? digits + 1 : 0;
      if (each == '\\' || fraction || digits > DIGITS_SURELY_LONG) {
        return false;
      }
      quoted ^= each == '"';
    }
    return true;
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
    if (value == null) {
      line.append("\\N");
    } else {
      addEscaped(storable(value));
    }
  }

  private void addEscaped(String text) {
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      String escape =
          switch (text.charAt(i)) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> "";
          };
      if (!escape.isEmpty()) {
        line.append(text, copied, i).append(escape);
        copied = i + 1;
      }
    }
    line.append(text, copied, text.length());
  }
}
