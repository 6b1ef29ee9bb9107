package dev.interlock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a client sends until it waits for an answer: messages, of which the last is Sync or Query.
public final class Request {

  private static final int NULL = -1;

  private final byte[] messages;
  private final boolean comingIn;

  private Request(byte[] messages, boolean comingIn) {
    this.messages = messages;
    this.comingIn = comingIn;
  }

  static Request of(byte[] messages) {
    return new Request(messages, false);
  }

  /// The first message of a client, which is of a form of its own.
  static Request comingIn(byte[] startUp) {
    return new Request(startUp, true);
  }

  /// The messages as they stand on the wire.
  public byte[] bytes() {
    return messages.clone();
  }

  /// The parameters that are bound as text, in order; what is null or binary is the empty text. Of
  /// several statements those of the last, and of a client coming in none.
  public List<String> parameters() {
    List<String> parameters = List.of();
    if (comingIn) {
      return parameters;
    }
    for (int start = 0; start < messages.length; start = Messages.end(messages, start)) {
      if (messages[start] == 'B') {
        parameters = bound(ByteBuffer.wrap(messages).position(start + Messages.HEADER));
      }
    }
    return parameters;
  }

  /// The first half of it, up to within a message.
  byte[] half() {
    return comingIn ? Arrays.copyOf(messages, messages.length / 2) : Messages.half(messages);
  }

  // The names of portal and statement, the formats, which may be one for all or none, the values.
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
      // On to the byte that ends it.
    }
  }
}
