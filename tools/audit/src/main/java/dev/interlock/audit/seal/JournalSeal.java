package dev.interlock.audit.seal;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of one journal up to some time: a digest for each day, and a sketch that can name a few
/// rows in which two such seals differ.
record JournalSeal(NavigableMap<String, Day> days, RowSketch sketch) {

  /// The rows of one day.
  ///
  /// @param digest SHA-256 over the hashes of the rows in order, in hexadecimal
  record Day(long rows, String digest) {}

  long rows() {
    return days.values().stream().mapToLong(Day::rows).sum();
  }

  /// The differences from an earlier seal up to the same time: the rows if they are few, else the
  /// days.
  List<String> differencesFrom(JournalSeal earlier) {
    if (days.equals(earlier.days)) {
      return List.of();
    }
    Optional<List<String>> rows = sketch.since(earlier.sketch).map(JournalSeal::named);
    return rows.filter(named -> !named.isEmpty()).orElseGet(() -> daysThatDiffer(earlier));
  }

  /// A changed row shows as removed and added under one name.
  private static List<String> named(List<RowSketch.Difference> differences) {
    SortedSet<String> removed = names(differences, false);
    SortedSet<String> added = names(differences, true);
    SortedSet<String> changed = new TreeSet<>(removed);
    changed.retainAll(added);
    removed.removeAll(changed);
    added.removeAll(changed);
    return Stream.of(
            removed.stream().map("removed: "::concat),
            changed.stream().map("changed: "::concat),
            added.stream().map("added: "::concat))
        .flatMap(each -> each)
        .toList();
  }

  private static SortedSet<String> names(List<RowSketch.Difference> differences, boolean added) {
    SortedSet<String> names = new TreeSet<>();
    differences.stream()
        .filter(difference -> difference.added() == added)
        .forEach(difference -> names.add(difference.name()));
    return names;
  }

  private List<String> daysThatDiffer(JournalSeal earlier) {
    SortedSet<String> all = new TreeSet<>(days.keySet());
    all.addAll(earlier.days.keySet());
    List<String> differences = new ArrayList<>();
    for (String day : all) {
      Day now = days.getOrDefault(day, new Day(0, ""));
      Day then = earlier.days.getOrDefault(day, new Day(0, ""));
      if (!now.equals(then)) {
        differences.add(
            "%s: %d rows sealed, %d now%s"
                .formatted(
                    day, then.rows, now.rows, then.rows == now.rows ? ", not the same" : ""));
      }
    }
    return differences;
  }

  /// Collects rows, which arrive in the order of their time.
  static final class Builder {

    private final NavigableMap<String, Day> days = new TreeMap<>();
    private final RowSketch sketch = new RowSketch();
    private @Nullable String day;
    private MessageDigest digest = Sha256.create();
    private long rows;

    void add(SealedRow row) {
      if (!row.day().equals(day)) {
        closeDay();
        day = row.day();
      }
      row.addTo(digest);
      rows++;
      sketch.add(row);
    }

    private void closeDay() {
      if (day != null) {
        days.put(day, new Day(rows, HexFormat.of().formatHex(digest.digest())));
      }
      digest.reset();
      rows = 0;
    }

    JournalSeal build() {
      closeDay();
      return new JournalSeal(days, sketch);
    }
  }
}
