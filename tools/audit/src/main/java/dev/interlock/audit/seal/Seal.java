package dev.interlock.audit.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.api.Timestamps;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;

/// The state of all journals and keys of a database, up to some time before an audit.
///
/// @param until rows older than this are covered
/// @param journals by [SealedJournal#label]
public record Seal(String database, Instant until, SortedMap<String, JournalSeal> journals) {

  /// How many rows are covered.
  public long rows() {
    return journals.values().stream().mapToLong(JournalSeal::rows).sum();
  }

  /// A SHA-256 of the whole seal, in hexadecimal: short enough to be published.
  public String digest() {
    MessageDigest digest = Sha256.create();
    add(digest, database);
    add(digest, Timestamps.rfc3339(until));
    journals.forEach((label, journal) -> {
      add(digest, label);
      journal
          .days()
          .forEach(
              (day, rows) -> add(digest, "%s %d %s".formatted(day, rows.rows(), rows.digest())));
      journal.sketch().text().forEach(cell -> add(digest, cell));
    });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(UTF_8));
  }
}
