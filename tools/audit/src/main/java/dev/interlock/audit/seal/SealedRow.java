package dev.interlock.audit.seal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// One row of a journal: its name (key and time) for people, its day in UTC, and a hash of all its
/// columns that are not null.
final class SealedRow {

  private final String name;
  private final String day;
  private final byte[] hash;

  SealedRow(String name, String day, byte[] hash) {
    this.name = name;
    this.day = day;
    this.hash = hash.clone();
  }

  String name() {
    return name;
  }

  String day() {
    return day;
  }

  void addTo(MessageDigest digest) {
    digest.update(hash);
  }

  /// The first bytes of the hash.
  long shortHash() {
    return ByteBuffer.wrap(hash).getLong();
  }
}
