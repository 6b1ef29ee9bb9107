package dev.interlock.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The format of all times in requests and answers.
public final class Timestamps {

  // Always six digits: the precision of the databases, at a fixed width.
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  // RFC 3339 has four-digit years. Databases have more, and infinity.
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

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

  /// RFC 3339 in UTC, to the microsecond. A time outside the years 0000 to 9999, infinity included,
  /// is written as the nearest one within them.
  public static String rfc3339(Instant instant) {
    Instant notLater = instant.isAfter(LAST) ? LAST : instant;
    return MICROSECONDS.format(notLater.isBefore(FIRST) ? FIRST : notLater);
  }
}
