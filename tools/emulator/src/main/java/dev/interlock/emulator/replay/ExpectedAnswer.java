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

/// What the contract says an event must get: the `.answer.json` beside it. See events/README.md.
///
/// A header without a value must be absent.
record ExpectedAnswer(
    int status,
    SortedMap<String, @Nullable String> headers,
    ObjectNode body,
    List<String> before,
    @Nullable String sameBodyAs) {

  private static final String REPLAYED = "idempotency-replayed";

  static ExpectedAnswer read(Path file) throws IOException {
    ObjectNode json = Json.object(Files.readAllBytes(file));
    Json.requireOnly(json, List.of("status", "headers", "body", "before", "sameBodyAs"));
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
        status.intValue(), headers(json.path("headers")), body, before, sameBodyAs);
  }

  private static SortedMap<String, @Nullable String> headers(JsonNode json) throws IOException {
    SortedMap<String, @Nullable String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    // A replay passed off as a fresh answer, or the reverse, is wrong in every answer alike.
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
      throw new IOException("has a before that is no list");
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
