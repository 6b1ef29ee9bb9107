package dev.interlock.soak.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A soak, second by second.
final class Seconds {
  private static final Second NOTHING = new Second();

  private final TreeMap<Long, Second> seconds = new TreeMap<>();

  Second at(long micros) {
    return seconds.computeIfAbsent(second(micros), second -> new Second());
  }

  /// Extends the time shown to this moment.
  void include(long micros) {
    at(micros);
  }

  boolean isEmpty() {
    return seconds.isEmpty();
  }

  /// The moment of second 0, in microseconds since 1970; only if there is any second.
  long start() {
    return seconds.firstKey() * Micros.PER_SECOND;
  }

  /// The number of seconds, including those in which nothing happened.
  int length() {
    return isEmpty() ? 0 : (int) (seconds.lastKey() - seconds.firstKey() + 1);
  }

  /// All seconds in order, including those in which nothing happened.
  List<Second> each() {
    List<Second> each = new ArrayList<>(length());
    for (long second = 0; second < length(); second++) {
      each.add(seconds.getOrDefault(seconds.firstKey() + second, NOTHING));
    }
    return each;
  }

  /// All seconds in order, with `width` of them added up to one.
  List<Second> columns(int width) {
    List<Second> columns = new ArrayList<>();
    for (int i = 0; i < length(); i += width) {
      columns.add(new Second());
    }
    seconds.forEach(
        (second, what) -> columns.get((int) (second - seconds.firstKey()) / width).add(what));
    return columns;
  }

  private static long second(long micros) {
    return Math.floorDiv(micros, Micros.PER_SECOND);
  }
}
