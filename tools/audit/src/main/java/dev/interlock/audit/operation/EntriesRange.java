package dev.interlock.audit.operation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The range of an account's entries that a request asks for.
///
/// @param after the version after which it begins
/// @param limit the most entries on the page
public record EntriesRange(long after, long limit) {

  private static final long LIMIT_DEFAULT = 100;

  // No version has more digits, and the sum of two such numbers does not overflow.
  private static final String NUMBER = "[0-9]{1,16}";

  /// The range of a request; empty when a number in it is malformed or higher than any version.
  public static Optional<EntriesRange> of(String request) {
    String query = request.replaceFirst("[^?]*\\??", "");
    return member(query, "after", 0)
        .flatMap(after ->
            member(query, "limit", LIMIT_DEFAULT).map(limit -> new EntriesRange(after, limit)));
  }

  private static Optional<Long> member(String query, String name, long otherwise) {
    Matcher member = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(query);
    if (!member.find()) {
      return Optional.of(otherwise);
    }
    return Optional.of(member.group(1)).filter(text -> text.matches(NUMBER)).map(Long::valueOf);
  }
}
