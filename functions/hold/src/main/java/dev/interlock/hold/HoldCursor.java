package dev.interlock.hold;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.interlock.api.Members;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// A place in the list of an account's holds: right after this one, which need not be open, or
/// exist, any more.
record HoldCursor(Instant expiresAt, UUID hold) {

  /// Before every hold.
  static final HoldCursor START =
      new HoldCursor(Instant.parse("0001-01-01T00:00:00Z"), new UUID(0, 0));

  private static final String SEPARATOR = "_";

  /// The text that callers pass back. They are not meant to read it.
  String text() {
    String plain = ChronoUnit.MICROS.between(Instant.EPOCH, expiresAt) + SEPARATOR + hold;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(US_ASCII));
  }

  /// The cursor of a text, unless [#text] never produced it.
  static Optional<HoldCursor> of(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), US_ASCII);
      int separator = plain.indexOf(SEPARATOR);
      Optional<Long> micros =
          separator < 0
              ? Optional.empty()
              : Members.integerOf(plain.substring(0, separator), Long.MIN_VALUE, Long.MAX_VALUE);
      return micros
          .flatMap(time ->
              Members.uuidOf(plain.substring(separator + 1))
                  .map(id -> new HoldCursor(Instant.EPOCH.plus(time, ChronoUnit.MICROS), id)))
          .filter(cursor -> cursor.text().equals(text))
          .filter(cursor -> !cursor.expiresAt.isBefore(START.expiresAt));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
