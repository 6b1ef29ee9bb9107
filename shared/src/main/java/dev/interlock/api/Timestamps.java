package dev.interlock.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The one spelling of times that leaves the house.
public final class Timestamps {

  // Always six digits: what the databases keep, and one width for everybody.
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern UTC_TEXT =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?Z");

  private Timestamps() {}

  /// The instant of a text `YYYY-MM-DDTHH:MM:SS[.1-6 digits]Z` that names a real day and second.
  public static Optional<Instant> instantOf(String text) {
    if (!UTC_TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.parse(text.substring(0, text.length() - 1)).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// RFC 3339 in UTC, to the microsecond.
  public static String rfc3339(Instant instant) {
    return MICROSECONDS.format(instant);
  }
}
