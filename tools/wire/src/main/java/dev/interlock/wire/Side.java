package dev.interlock.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/// One end of a connection, read by messages.
final class Side {

  private static final int BUFFER = 16_384;

  private final DataInputStream in;
  private final OutputStream out;

  Side(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
  }

  /// The next message.
  byte[] message() throws IOException {
    byte type = in.readByte();
    int length = in.readInt();
    byte[] body = body(length);
    return ByteBuffer.allocate(1 + length).put(type).putInt(length).put(body).array();
  }

  /// The first message of a client, which has no type.
  byte[] startUp() throws IOException {
    int length = in.readInt();
    return ByteBuffer.allocate(length).putInt(length).put(body(length)).array();
  }

  private byte[] body(int length) throws IOException {
    byte[] body = in.readNBytes(length - Integer.BYTES);
    if (body.length < length - Integer.BYTES) {
      throw new EOFException("it ended within a message");
    }
    return body;
  }

  /// What a client sends until it waits: all up to Sync, Query or FunctionCall, or Terminate.
  byte[] turn() throws IOException {
    ByteArrayOutputStream turn = new ByteArrayOutputStream();
    while (true) {
      byte[] message = message();
      turn.writeBytes(message);
      switch (message[0]) {
        case 'S', 'Q', 'F', 'X' -> {
          return turn.toByteArray();
        }
        default -> {
          // Parse, Bind, Describe, Execute, Close: the turn goes on.
        }
      }
    }
  }

  /// Says whether the next message has begun to arrive.
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /// Keeps bytes until they are worth sending.
  void keep(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void flush() throws IOException {
    out.flush();
  }

  void send(byte[] bytes) throws IOException {
    keep(bytes);
    flush();
  }

  void send(char answer) throws IOException {
    send(new byte[] {(byte) answer});
  }

  /// Returns when the other one has closed its end.
  void untilItGoes() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
