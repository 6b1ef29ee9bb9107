package dev.interlock.soak.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Moments as microseconds since 1970: the precision of the files, in eight bytes.
final class Micros {
  static final long PER_MILLI = 1_000;
  static final long PER_SECOND = 1_000_000;

  private Micros() {}

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /// A clock that was set back meanwhile must not make a duration negative.
  static long between(long from, long to) {
    return Math.max(0, to - from);
  }
}
