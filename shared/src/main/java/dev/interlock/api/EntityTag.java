package dev.interlock.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version as HTTP writes it in `ETag` and `If-Match`: in quotes, strong, one.
public final class EntityTag {

  private static final Pattern ONE_STRONG = Pattern.compile("\"([0-9]+)\"");

  private EntityTag() {}

  /// The entity tag of a version.
  public static String of(long version) {
    return '"' + Long.toString(version) + '"';
  }

  /// The version that an `If-Match` names, if the header is there; anything but one is a violation.
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
