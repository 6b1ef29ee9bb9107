package dev.interlock.write;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 of a command in canonical form: tells whether a key was sent with another command.
public final class Fingerprint {

  private Fingerprint() {}

  /// The fingerprint of these parts, each in its canonical form.
  ///
  /// Each part is preceded by its length, so no two lists of parts have the same input.
  ///
  /// @return 32 bytes
  public static byte[] of(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      updateInt(digest, bytes.length);
      digest.update(bytes);
    }
    return digest.digest();
  }

  // Big-endian. Allocating a buffer for each part would cost more than the rest.
  private static void updateInt(MessageDigest digest, int value) {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      digest.update((byte) (value >>> shift));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
