package dev.interlock.typescript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What a caller wrote down: each command before it was sent, and each result.
record CallerRecord(Map<String, JsonNode> bodies, Map<String, JsonNode> results) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param file which may have incomplete lines, where the caller was killed
  static CallerRecord read(Path file) throws IOException {
    Map<String, JsonNode> bodies = new LinkedHashMap<>();
    Map<String, JsonNode> results = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode read = parsed(line);
      String key = read.path("key").asText();
      if (read.has("command")) {
        bodies.put(key, parsed(parsed(read.path("command").asText()).path("body").asText()));
      } else if (bodies.containsKey(key)) {
        results.put(key, read);
      }
    }
    return new CallerRecord(bodies, results);
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException incomplete) {
      return JSON.missingNode();
    }
  }

  /// The last result of a command; empty before the first.
  String kind(String key) {
    JsonNode result = results.get(key);
    return result == null ? "" : result.path("kind").asText();
  }

  /// The number of commands by their last result.
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    bodies.keySet().forEach(key -> counts.merge(kind(key), 1, Integer::sum));
    return counts;
  }
}
