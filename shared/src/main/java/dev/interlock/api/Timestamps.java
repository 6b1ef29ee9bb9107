package dev.interlock.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The one spelling of times that leaves the house.
public final class Timestamps {

  // Always six digits: what the databases keep, and one width for everybody.
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /// RFC 3339 in UTC, to the microsecond.
  public static String rfc3339(Instant instant) {
    return MICROSECONDS.format(instant);
  }
}
