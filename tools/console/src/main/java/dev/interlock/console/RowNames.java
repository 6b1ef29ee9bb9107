package dev.interlock.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.console.GuardedTable.RowKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/// The rows that calls named lately: the ones to show when a table has too many. Bounded.
final class RowNames {
  private static final int NAMES_MAX = 50;

  private final LinkedHashSet<RowKey> names = new LinkedHashSet<>();

  /// Notes the rows that a request's body names, whatever the operation calls them.
  synchronized void note(JsonNode body) {
    String location = body.path("location").asText();
    for (String member : List.of("from", "to", "resource", "location")) {
      add(body.path(member).asText(), "");
    }
    body.path("lines").forEach(line -> add(location, line.path("sku").asText()));
  }

  private void add(String id, String sku) {
    UUID uuid;
    try {
      uuid = UUID.fromString(id);
    } catch (IllegalArgumentException noId) {
      return;
    }
    RowKey key = new RowKey(uuid, sku);
    names.remove(key);
    names.add(key);
    if (names.size() > NAMES_MAX) {
      names.removeFirst();
    }
  }

  synchronized List<RowKey> all() {
    return List.copyOf(names);
  }
}
