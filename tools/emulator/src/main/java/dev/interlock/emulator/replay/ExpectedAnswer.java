package dev.interlock.emulator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The answer to an event that the contract requires, from its `.answer.json`. See
/// events/README.md.
///
/// A header without a value must be absent.
///
/// @param ids the placeholders of ids that the database generates, each with the event of `before`
///   whose answer has the id
record ExpectedAnswer(
    int status,
    SortedMap<String, @Nullable String> headers,
    ObjectNode body,
    List<String> before,
    SortedMap<String, String> ids,
    @Nullable String sameBodyAs) {

  private static final String REPLAYED = "idempotency-replayed";

  static ExpectedAnswer read(Path file) throws IOException {
    ObjectNode json = StrictJson.object(Files.readAllBytes(file));
    StrictJson.requireOnly(
        json, List.of("status", "headers", "body", "before", "ids", "sameBodyAs"));
    JsonNode status = json.path("status");
    if (!status.isInt()) {
      throw new IOException("has no status");
    }
    if (!(json.get("body") instanceof ObjectNode body)) {
      throw new IOException("has no body");
    }
    List<String> before = before(json.path("before"), file);
    String sameBodyAs = json.path("sameBodyAs").textValue();
    if (json.has("sameBodyAs") && (sameBodyAs == null || !before.contains(sameBodyAs))) {
      throw new IOException("has a sameBodyAs that is not in before");
    }
    return new ExpectedAnswer(
        status.intValue(),
        headers(json.path("headers")),
        body,
        before,
        ids(json.path("ids"), before),
        sameBodyAs);
  }

  /// The same with other text in its body.
  ExpectedAnswer with(ObjectNode otherBody) {
    return new ExpectedAnswer(status, headers, otherBody, before, ids, sameBodyAs);
  }

  private static SortedMap<String, String> ids(JsonNode json, List<String> before)
      throws IOException {
    SortedMap<String, String> ids = new TreeMap<>();
    for (var id : json.properties()) {
      if (!id.getValue().isTextual() || !before.contains(id.getValue().textValue())) {
        throw new IOException("has an id of an event that is not in before: " + id);
      }
      ids.put(id.getKey(), id.getValue().textValue());
    }
    return ids;
  }

  private static SortedMap<String, @Nullable String> headers(JsonNode json) throws IOException {
    SortedMap<String, @Nullable String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    // No answer may be marked as a replay unless its file says so.
    headers.put(REPLAYED, null);
    if (!json.isObject()) {
      throw new IOException("has no headers");
    }
    for (var header : json.properties()) {
      if (!header.getValue().isTextual() && !header.getValue().isNull()) {
        throw new IOException("has a header that is neither a string nor null: " + header.getKey());
      }
      headers.put(header.getKey(), header.getValue().textValue());
    }
    return headers;
  }

  private static List<String> before(JsonNode json, Path file) throws IOException {
    if (!json.isMissingNode() && !json.isArray()) {
      throw new IOException("has a before that is not a list");
    }
    List<String> before = new ArrayList<>();
    for (JsonNode name : json) {
      if (!name.isTextual() || !Files.isRegularFile(file.resolveSibling(name.textValue()))) {
        throw new IOException("has no such event to send before: " + name);
      }
      before.add(name.textValue());
    }
    return before;
  }
}
