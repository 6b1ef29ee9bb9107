package dev.interlock.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version as an HTTP entity tag, in `ETag` and `If-Match`: one strong tag, in quotes.
public final class EntityTag {

  private static final Pattern ONE_STRONG = Pattern.compile("\"([0-9]+)\"");

  private EntityTag() {}

  /// The entity tag of a version.
  public static String of(long version) {
    return '"' + Long.toString(version) + '"';
  }

  /// The version in an `If-Match` header, if there is one; anything but one strong tag is a
  /// violation.
  public static Optional<Long> version(Optional<String> ifMatch, Violations violations) {
    if (ifMatch.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = ONE_STRONG.matcher(ifMatch.get());
    Optional<Long> version =
        matcher.matches()
            ? Members.integerOf(matcher.group(1), 0, Members.INTEGER_MAX)
            : Optional.empty();
    if (version.isEmpty()) {
      violations.add("/If-Match", "must be one version in quotes, as in the ETag of a read");
    }
    return version;
  }
}
