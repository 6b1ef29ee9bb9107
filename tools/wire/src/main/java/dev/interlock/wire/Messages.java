package dev.interlock.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The part of PostgreSQL's [message
/// formats](https://www.postgresql.org/docs/current/protocol-message-formats.html) that the proxy
/// needs: a byte for the type, four for the length, which includes them, and a body.
final class Messages {

  static final int HEADER = 1 + Integer.BYTES;

  private static final int AUTHENTICATION_OK = 0;
  private static final int AUTHENTICATION_SASL_FINAL = 12;

  private Messages() {}

  static byte[] of(char type, byte[] body) {
    return ByteBuffer.allocate(HEADER + body.length)
        .put((byte) type)
        .putInt(Integer.BYTES + body.length)
        .put(body)
        .array();
  }

  static boolean is(char type, byte[] message) {
    return message[0] == type;
  }

  /// The end of the message that begins at `start`.
  static int end(byte[] messages, int start) {
    return start + 1 + ByteBuffer.wrap(messages).getInt(start + 1);
  }

  /// The first half of some messages. It ends in the middle of one.
  static byte[] half(byte[] messages) {
    int cut = messages.length / 2;
    int start = 0;
    while (start < cut) {
      start = end(messages, start);
    }
    // No message is shorter than its header, so one more byte cannot complete the next one.
    return Arrays.copyOf(messages, start == cut ? cut + 1 : cut);
  }

  /// Whether authentication continues after this message.
  static boolean isAuthenticating(byte[] message) {
    return is('R', message) && authentication(message) != AUTHENTICATION_OK;
  }

  /// Whether the client has to answer this authentication message.
  static boolean asksForPassword(byte[] authenticating) {
    return authentication(authenticating) != AUTHENTICATION_SASL_FINAL;
  }

  private static int authentication(byte[] message) {
    return ByteBuffer.wrap(message).getInt(HEADER);
  }
}
