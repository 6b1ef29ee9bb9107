package dev.interlock.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// As much of PostgreSQL's [message
/// formats](https://www.postgresql.org/docs/current/protocol-message-formats.html) as a wire has to
/// know: a byte of type, four of length, which count themselves, and a body.
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

  /// Where the message that begins there ends.
  static int end(byte[] messages, int start) {
    return start + 1 + ByteBuffer.wrap(messages).getInt(start + 1);
  }

  /// The first half of some messages, which ends within one of them.
  static byte[] half(byte[] messages) {
    int cut = messages.length / 2;
    int start = 0;
    while (start < cut) {
      start = end(messages, start);
    }
    // None is shorter than its header, so one byte further is not the end of the next.
    return Arrays.copyOf(messages, start == cut ? cut + 1 : cut);
  }

  /// Says whether this is about who comes in, and not the end of it.
  static boolean isAuthenticating(byte[] message) {
    return is('R', message) && authentication(message) != AUTHENTICATION_OK;
  }

  /// Says whether the client has to answer to it.
  static boolean asksForPassword(byte[] authenticating) {
    return authentication(authenticating) != AUTHENTICATION_SASL_FINAL;
  }

  private static int authentication(byte[] message) {
    return ByteBuffer.wrap(message).getInt(HEADER);
  }
}
