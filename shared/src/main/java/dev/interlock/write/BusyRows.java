package dev.interlock.write;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The rows that callers have just had to wait for in this environment before they were accepted.
///
/// Their next calls queue without asking first, which saves a round trip. A caller who was refused
/// has to ask again: refusals need no row, and should hold no queue.
final class BusyRows {

  private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int ROWS_MAX = 1_000;

  private final Map<String, Long> waited = new ConcurrentHashMap<>();

  boolean hasAnyOf(Command command, List<String> rows) {
    if (waited.isEmpty()) {
      return false;
    }
    long now = System.nanoTime();
    String caller = command.identity().caller();
    for (String row : rows) {
      Long at = waited.get(key(caller, row));
      if (at != null && now - at < BUSY_NANOS) {
        return true;
      }
    }
    return false;
  }

  /// Remembers or forgets the rows of a call that has queued.
  void queued(Command command, List<String> rows, boolean busy) {
    if (waited.size() > ROWS_MAX) {
      waited.clear();
    }
    String caller = command.identity().caller();
    for (String row : rows) {
      if (busy) {
        waited.put(key(caller, row), System.nanoTime());
      } else {
        waited.remove(key(caller, row));
      }
    }
  }

  private static String key(String caller, String row) {
    return caller + '\n' + row;
  }
}
