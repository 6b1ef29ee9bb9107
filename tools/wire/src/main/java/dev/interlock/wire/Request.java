package dev.interlock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The messages that a client sends before it waits for an answer. The last is Sync or Query.
public final class Request {

  private static final int NULL = -1;

  private final byte[] messages;
  private final boolean startup;

  private Request(byte[] messages, boolean startup) {
    this.messages = messages;
    this.startup = startup;
  }

  static Request of(byte[] messages) {
    return new Request(messages, false);
  }

  /// A client's first message, which has a special format.
  static Request startup(byte[] message) {
    return new Request(message, true);
  }

  /// The messages as they were received.
  public byte[] bytes() {
    return messages.clone();
  }

  /// The values of the statement's parameters, in order; empty for a null or binary one. With
  /// several statements, those of the last. A startup message has none.
  public List<String> parameters() {
    List<String> parameters = List.of();
    if (startup) {
      return parameters;
    }
    for (int start = 0; start < messages.length; start = Messages.end(messages, start)) {
      if (messages[start] == 'B') {
        parameters = bound(ByteBuffer.wrap(messages).position(start + Messages.HEADER));
      }
    }
    return parameters;
  }

  /// The first half of the request. It ends in the middle of a message.
  byte[] half() {
    return startup ? Arrays.copyOf(messages, messages.length / 2) : Messages.half(messages);
  }

  // The names of portal and statement, the formats (none, one for all, or one each), the values.
  private static List<String> bound(ByteBuffer bind) {
    skipText(bind);
    skipText(bind);
    short[] formats = new short[bind.getShort()];
    for (int i = 0; i < formats.length; i++) {
      formats[i] = bind.getShort();
    }
    int count = bind.getShort();
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = bind.getInt();
      byte[] value = new byte[length == NULL ? 0 : length];
      bind.get(value);
      values.add(isText(formats, i) ? new String(value, UTF_8) : "");
    }
    return values;
  }

  private static boolean isText(short[] formats, int parameter) {
    return switch (formats.length) {
      case 0 -> true;
      case 1 -> formats[0] == 0;
      default -> formats[parameter] == 0;
    };
  }

  private static void skipText(ByteBuffer bind) {
    while (bind.get() != 0) {
      // Skip to the terminating zero byte.
    }
  }
}
