package dev.interlock.audit.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash function of seals.
final class Sha256 {

  private Sha256() {}

  static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
