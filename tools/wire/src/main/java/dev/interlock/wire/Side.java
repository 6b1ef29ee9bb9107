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

/// A connection to the client or the server, read message by message.
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
  byte[] startupMessage() throws IOException {
    int length = in.readInt();
    return ByteBuffer.allocate(length).putInt(length).put(body(length)).array();
  }

  private byte[] body(int length) throws IOException {
    byte[] body = in.readNBytes(length - Integer.BYTES);
    if (body.length < length - Integer.BYTES) {
      throw new EOFException("the connection ended within a message");
    }
    return body;
  }

  /// The messages that a client sends before it waits, up to Sync, Query, FunctionCall or
  /// Terminate.
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
          // Parse, Bind, Describe, Execute, Close: the turn continues.
        }
      }
    }
  }

  /// Whether the next message has begun to arrive.
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /// Buffers bytes until the next flush.
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

  /// Returns when the peer has closed the connection.
  void awaitClose() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
