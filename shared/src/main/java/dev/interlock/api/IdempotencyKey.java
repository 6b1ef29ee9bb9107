package dev.interlock.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A caller's name for a command: however often it is sent, the command is carried out once.
///
/// Bare, or as a quoted string of structured fields
/// ([draft-ietf-httpapi-idempotency-key-header](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/));
/// both forms name the same key.
public record IdempotencyKey(String value) {

  static final String HEADER = "idempotency-key";

  private static final Pattern BARE_OR_QUOTED =
      Pattern.compile("([A-Za-z0-9._:-]{1,128})|\"([A-Za-z0-9._:-]{1,128})\"");

  /// The key in a header.
  ///
  /// @throws RefusedException when it is absent or malformed
  public static IdempotencyKey of(Optional<String> header) {
    String text = header.orElseThrow(() -> new RefusedException(Problem.idempotencyKeyMissing()));
    Matcher matcher = BARE_OR_QUOTED.matcher(text);
    if (!matcher.matches()) {
      throw new RefusedException(Problem.idempotencyKeyMalformed());
    }
    String bare = matcher.group(1);
    return new IdempotencyKey(bare != null ? bare : matcher.group(2));
  }
}
