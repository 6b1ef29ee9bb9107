package dev.interlock.bench.report;

import java.util.Locale;

/// Formats numbers with their significant digits.
final class Numbers {
  private static final double KIBI = 1024;

  private Numbers() {}

  static String of(double value, String unit) {
    if (!unit.equals("B")) {
      return of(value);
    }
    if (Math.abs(value) >= KIBI * KIBI) {
      return of(value / (KIBI * KIBI)) + " MiB";
    }
    return Math.abs(value) >= KIBI ? of(value / KIBI) + " KiB" : of(value) + " B";
  }

  static String of(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return format("%,.0f", value);
    }
    return format(size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : size >= 0.1 ? "%.3f" : "%.2g", value);
  }

  /// Always keeps the decimals of a ratio, so that 1.00 is not mistaken for a count.
  static String ratio(double value) {
    return Math.abs(value) < 10 ? format("%.2f", value) : of(value);
  }

  private static String format(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }
}
