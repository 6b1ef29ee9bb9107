package dev.interlock.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.operation.EntriesRange;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.ReadOperation;
import dev.interlock.audit.operation.RowName;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.client.AnswerMeaning;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An exchange as a row of the table `exchange`. Texts are interpreted here, so that no text can
/// make a query fail.
final class ExchangeRow {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// The meaning of a read that returned what was asked for.
  private static final String SHOWN = "shown";

  private final Exchange exchange;
  private final Exchange.@Nullable Answer answer;
  private final JsonNode body;
  private final CopyLine line = new CopyLine();

  private ExchangeRow(Exchange exchange) {
    this.exchange = exchange;
    this.answer = exchange.answer().orElse(null);
    this.body = answer == null ? MissingNode.getInstance() : parsed(answer.body());
  }

  /// The columns in the table's order, as a line for COPY.
  static String of(long number, Exchange exchange) {
    ExchangeRow row = new ExchangeRow(exchange);
    row.line.add(Long.toString(number));
    row.addTexts();
    switch (exchange.operation()) {
      case WriteOperation write -> row.addWrite(write);
      case ReadOperation read -> row.addRead(read);
    }
    return row.line.toString();
  }

  private void addTexts() {
    line.add(exchange.operation().name());
    line.add(exchange.caller());
    line.add(exchange.key().orElse(null));
    line.add(exchange.sentAt().toString());
    line.add(answer == null ? null : answer.at().toString());
    line.add(answer == null ? null : Integer.toString(answer.status()));
    line.add(answer == null ? null : Boolean.toString(answer.replayed()));
    line.add(answer == null ? null : answer.etag().orElse(null));
    line.add(answer == null ? null : answer.body());
  }

  private void addWrite(WriteOperation write) {
    String problem = Exchange.Answer.problem(body);
    AnswerMeaning meaning =
        answer == null ? AnswerMeaning.UNKNOWN : AnswerMeaning.of(answer.status(), problem);
    boolean refused = meaning == AnswerMeaning.REFUSED;
    line.add(meaning.toString());
    line.add(refused ? (problem + " " + body.path("pointer").asText()).strip() : null);
    line.add(refused ? detail().toString() : null);
    line.add(requestedEffect(write).orElse(null));
    line.add(answeredBody());
    line.add(null);
    line.add("");
    line.add(null);
  }

  private Optional<String> requestedEffect(WriteOperation write) {
    String request = exchange.request();
    try {
      JsonNode effect = write.requestedEffect(parsed(request), exchange.ifMatch());
      return Optional.of(StorableJson.text(effect, request));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// What a refusal says about the rows that it met, in the form that is stored under the key.
  private JsonNode detail() {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    for (String member : List.of("aclVersion", "sku", "held")) {
      if (body.has(member)) {
        detail.set(member, StorableJson.storable(body.get(member)));
      }
    }
    addLines(detail, "shortages", "available");
    addLines(detail, "excesses", "reserved");
    return detail;
  }

  /// For each SKU that the answer lists, the quantity that it met.
  private void addLines(ObjectNode detail, String list, String quantity) {
    if (body.has(list)) {
      ObjectNode met = detail.putObject(quantity);
      for (JsonNode line : body.get(list)) {
        met.set(
            StorableJson.storable(line.path("sku").asText()),
            StorableJson.storable(line.path(quantity)));
      }
    }
  }

  private void addRead(ReadOperation read) {
    Optional<RowName> row = read.row(exchange.request().replaceFirst("\\?.*", ""));
    // One page of several does not show who has no permission.
    boolean page = read.paged() && (exchange.request().contains("?") || body.has("next"));
    boolean entries = read.equals(Operations.ENTRIES);
    Optional<EntriesRange> range = entries ? EntriesRange.of(exchange.request()) : Optional.empty();
    boolean understood = row.isPresent() && !page && range.isPresent() == entries;
    boolean shown = answer != null && answer.status() == 200 && understood;
    boolean defect = Exchange.Answer.problem(body).equals("internal");
    AnswerMeaning other = defect ? AnswerMeaning.DEFECT : AnswerMeaning.UNKNOWN;
    line.add(shown ? SHOWN : other.toString());
    line.add(null);
    line.add(null);
    line.add(range.map(ExchangeRow::asked).orElse(null));
    line.add(answeredBody());
    line.add(row.map(each -> each.resource().toString()).orElse(null));
    line.add(row.map(RowName::sku).orElse(""));
    line.add(range.isPresent() ? lastShown(range.get()) : version(read));
  }

  private static String asked(EntriesRange range) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("after", range.after())
        .put("limit", range.limit())
        .toString();
  }

  /// The version of the last entry on a page without gaps.
  private String lastShown(EntriesRange range) {
    return Long.toString(range.after() + body.path("entries").size());
  }

  private @Nullable String version(ReadOperation read) {
    JsonNode version = body.path(read.versionMember());
    return version.isIntegralNumber() && version.canConvertToLong() ? version.asText() : null;
  }

  private @Nullable String answeredBody() {
    return answer != null && body.isObject() ? StorableJson.text(body, answer.body()) : null;
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }
}
