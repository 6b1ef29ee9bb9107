package dev.interlock.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What all open pages show, so that a page that is opened later shows it too. Bounded.
final class Shown {
  /// The events of which only the latest counts, in the order in which a page gets them.
  private static final List<String> LATEST = List.of("state", "database", "environments");

  /// The events of which some are kept, oldest first.
  private static final List<String> KEPT = List.of("move", "verdict", "call", "load");

  private static final Map<String, Integer> KEPT_MAX =
      Map.of("move", 50, "verdict", 50, "call", 100, "load", 300);

  private final Map<String, ShownEvent> latest = new HashMap<>();
  private final Map<String, Deque<ShownEvent>> kept = new HashMap<>();
  private final Set<EventStream> streams = new HashSet<>();

  /// Shows changed rows.
  ///
  /// @param whole all rows, for pages that are opened later
  synchronized void state(ObjectNode changed, ObjectNode whole) {
    latest.put("state", new ShownEvent("state", whole));
    send(new ShownEvent("state", changed));
  }

  /// Shows an event.
  synchronized void show(String name, ObjectNode data) {
    ShownEvent event = new ShownEvent(name, data);
    if (LATEST.contains(name)) {
      if (event.equals(latest.put(name, event))) {
        return;
      }
    } else {
      Deque<ShownEvent> before = kept.computeIfAbsent(name, _ -> new ArrayDeque<>());
      before.add(event);
      if (before.size() > KEPT_MAX.getOrDefault(name, 0)) {
        before.remove();
      }
    }
    send(event);
  }

  private void send(ShownEvent event) {
    streams.forEach(stream -> stream.add(event));
  }

  synchronized void attach(EventStream stream) {
    streams.add(stream);
  }

  synchronized void detach(EventStream stream) {
    streams.remove(stream);
  }

  synchronized void end() {
    streams.forEach(EventStream::end);
  }

  /// Everything, in place of what waits for this page.
  synchronized List<ShownEvent> all(EventStream stream) {
    stream.skip();
    List<ShownEvent> all = new ArrayList<>();
    LATEST.stream().filter(latest::containsKey).map(latest::get).forEach(all::add);
    KEPT.forEach(name -> all.addAll(kept.getOrDefault(name, new ArrayDeque<>())));
    return all;
  }
}
