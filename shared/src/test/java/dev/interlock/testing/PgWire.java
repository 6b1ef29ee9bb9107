package dev.interlock.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/// One connection between a client and PostgreSQL, read as turns.
///
/// As much of the [protocol](https://www.postgresql.org/docs/current/protocol-message-formats.html)
/// as it takes to know where a turn ends: the client's with Sync or Query, the server's with
/// ReadyForQuery. When ReadyForQuery has come, an auto-commit statement has committed.
final class PgWire {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int AUTHENTICATION_OK = 0;
  private static final int AUTHENTICATION_SASL_FINAL = 12;

  private final DataInputStream fromClient;
  private final OutputStream toClient;
  private final DataInputStream fromServer;
  private final OutputStream toServer;

  PgWire(Socket client, Socket server) throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    fromClient = new DataInputStream(new BufferedInputStream(client.getInputStream()));
    toClient = client.getOutputStream();
    fromServer = new DataInputStream(new BufferedInputStream(server.getInputStream()));
    toServer = server.getOutputStream();
  }

  /// Lets a client come in, until the server is ready for its first turn.
  void startUp() throws IOException {
    byte[] message = startUpMessage();
    while (asksForEncryption(message)) {
      // What is encrypted cannot be read here. The one answer that is no message but a byte.
      toClient.write('N');
      message = startUpMessage();
    }
    toServer.write(message);
    byte type = 0;
    while (type != 'Z') {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      type = message(fromServer, answer);
      toClient.write(answer.toByteArray());
      if (type == 'R' && asksForPassword(answer.toByteArray())) {
        ByteArrayOutputStream password = new ByteArrayOutputStream();
        message(fromClient, password);
        toServer.write(password.toByteArray());
      }
    }
  }

  private static boolean asksForPassword(byte[] authentication) {
    int code = ByteBuffer.wrap(authentication).getInt(1 + Integer.BYTES);
    return code != AUTHENTICATION_OK && code != AUTHENTICATION_SASL_FINAL;
  }

  private byte[] startUpMessage() throws IOException {
    int length = fromClient.readInt();
    byte[] rest = fromClient.readNBytes(length - Integer.BYTES);
    return ByteBuffer.allocate(length).putInt(length).put(rest).array();
  }

  private static boolean asksForEncryption(byte[] message) {
    int code = ByteBuffer.wrap(message).getInt(Integer.BYTES);
    return code == SSL_REQUEST || code == GSS_REQUEST;
  }

  /// Reads what a client sends until it waits for an answer.
  byte[] clientTurn() throws IOException {
    ByteArrayOutputStream turn = new ByteArrayOutputStream();
    while (true) {
      byte type = message(fromClient, turn);
      switch (type) {
        case 'S', 'Q' -> {
          return turn.toByteArray();
        }
        case 'X' -> {
          toServer(turn.toByteArray());
          throw new EOFException("the client has said that it goes");
        }
        default -> {
          // Parse, Bind, Describe, Execute: the turn goes on.
        }
      }
    }
  }

  void toServer(byte[] turn) throws IOException {
    toServer.write(turn);
  }

  /// Reads what the server answers until it is ready for more, and passes it on or does not.
  void serverTurn(boolean pass) throws IOException {
    byte type = 0;
    while (type != 'Z') {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      type = message(fromServer, message);
      if (pass) {
        toClient.write(message.toByteArray());
      }
    }
  }

  /// Returns when the client has closed its end.
  void untilClientGoes() throws IOException {
    fromClient.transferTo(OutputStream.nullOutputStream());
  }

  private static byte message(DataInputStream from, ByteArrayOutputStream into) throws IOException {
    byte type = from.readByte();
    int length = from.readInt();
    into.write(type);
    into.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    into.writeBytes(from.readNBytes(length - Integer.BYTES));
    return type;
  }
}
