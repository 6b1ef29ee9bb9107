package dev.interlock.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Orders for people: named values first, numbers by size.
final class NaturalOrder {
  private static final Pattern AMOUNT = Pattern.compile("([0-9][0-9,]*(?:\\.[0-9]+)?)(.*)");

  private NaturalOrder() {}

  /// Those in the list in its order, then all others alphabetically.
  static Comparator<String> first(List<String> named) {
    return Comparator.<String>comparingInt(
            name -> named.contains(name) ? named.indexOf(name) : named.size())
        .thenComparing(Comparator.naturalOrder());
  }

  /// The leading number of a condition such as `10,000`, `1 ms` or `64`.
  static OptionalDouble amount(String value) {
    Matcher amount = AMOUNT.matcher(value);
    return amount.matches()
        ? OptionalDouble.of(Double.parseDouble(amount.group(1).replace(",", "")))
        : OptionalDouble.empty();
  }

  /// By size if all are amounts with the same unit, otherwise unchanged.
  static List<String> inOrder(Collection<String> values) {
    List<String> sorted = new ArrayList<>(values);
    if (values.stream().map(NaturalOrder::rest).distinct().count() == 1
        && values.stream().allMatch(value -> amount(value).isPresent())) {
      sorted.sort(Comparator.comparingDouble(value -> amount(value).orElseThrow()));
    }
    return sorted;
  }

  private static String rest(String value) {
    Matcher amount = AMOUNT.matcher(value);
    return amount.matches() ? amount.group(2) : "";
  }
}
