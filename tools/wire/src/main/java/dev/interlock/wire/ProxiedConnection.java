package dev.interlock.wire;

import dev.interlock.wire.Turn.Plain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// One client's connection through the proxy, from its startup message to its close.
final class ProxiedConnection {

  private static final int CANCEL_REQUEST = 80877102;
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  private static final byte[] NONE = {};
  private static final byte IDLE = 'I';
  private static final byte FAILED = 'E';

  private final Side client;
  private final Side server;
  private final Script script;
  private byte transaction = IDLE;
  private boolean connected;

  ProxiedConnection(Side client, Side server, Script script) {
    this.client = client;
    this.server = server;
    this.script = script;
  }

  /// Forwards until either side closes, or the script breaks the connection.
  ///
  /// @param onTurn runs at the start of each turn
  void serve(Runnable onTurn) throws IOException {
    byte[] startupMessage = startupMessage();
    if (code(startupMessage) == CANCEL_REQUEST) {
      // A cancellation has no answer: the server closes, and so does the proxy.
      server.send(startupMessage);
      server.awaitClose();
      return;
    }
    boolean staysOpen = play(script.connecting(), Request.startup(startupMessage));
    connected = true;
    while (staysOpen) {
      byte[] turn = client.turn();
      if (isTerminate(turn)) {
        server.send(turn);
        return;
      }
      onTurn.run();
      Request request = Request.of(turn);
      staysOpen = play(script.next(request), request);
    }
  }

  private static boolean isTerminate(byte[] turn) {
    return turn[turn.length - Messages.HEADER] == 'X';
  }

  // The proxy could not read encrypted messages, so it declines encryption. That answer is a single
  // byte, not a message.
  private byte[] startupMessage() throws IOException {
    byte[] message = client.startupMessage();
    while (code(message) == SSL_REQUEST || code(message) == GSS_REQUEST) {
      client.send('N');
      message = client.startupMessage();
    }
    return message;
  }

  private static int code(byte[] startupMessage) {
    return ByteBuffer.wrap(startupMessage).getInt(Integer.BYTES);
  }

  /// Plays one turn, and returns whether the connection stays open.
  private boolean play(Turn turn, Request request) throws IOException {
    byte[] answer = atServer(turn, request);
    if (turn != Plain.PASS) {
      script.done(turn, request);
    }
    return atClient(turn, request, answer);
  }

  /// Plays the part of a turn that the client cannot see, and returns the server's answer to it.
  private byte[] atServer(Turn turn, Request request) throws IOException {
    return switch (turn) {
      case Plain.PASS, Plain.CUT_BEFORE, Plain.SWALLOW_BEFORE -> NONE;
      case Turn.RefuseBefore _ -> NONE;
      case Plain.CUT_IN_REQUEST -> {
        server.send(request.half());
        yield NONE;
      }
      case Turn.Delay(Duration time) -> {
        sleep(time);
        yield NONE;
      }
      case Plain.CUT_AFTER, Plain.CUT_IN_ANSWER, Plain.SWALLOW_AFTER -> answer(request);
      case Turn.RefuseAfter _ -> answer(request);
    };
  }

  private boolean atClient(Turn turn, Request request, byte[] answer) throws IOException {
    return switch (turn) {
      case Plain.PASS -> pass(request);
      case Turn.Delay _ -> pass(request);
      case Plain.CUT_BEFORE, Plain.CUT_IN_REQUEST, Plain.CUT_AFTER -> false;
      case Plain.CUT_IN_ANSWER -> {
        client.send(Messages.half(answer));
        yield false;
      }
      case Plain.SWALLOW_BEFORE, Plain.SWALLOW_AFTER -> {
        client.awaitClose();
        yield false;
      }
      case Turn.RefuseBefore(ServerError error) -> refuse(error);
      case Turn.RefuseAfter(ServerError error) -> refuse(error);
    };
  }

  private static void sleep(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IOException("the proxy was closed", e);
    }
  }

  private boolean pass(Request request) throws IOException {
    byte[] message = ask(request);
    client.keep(message);
    while (!isLast(message)) {
      if (!server.hasMore()) {
        client.flush();
      }
      message = server.message();
      client.keep(message);
    }
    client.flush();
    return true;
  }

  private byte[] answer(Request request) throws IOException {
    byte[] message = ask(request);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(message);
    while (!isLast(message)) {
      message = server.message();
      answer.writeBytes(message);
    }
    return answer.toByteArray();
  }

  /// Forwards a request, and returns the first message of the answer. At startup, authentication
  /// comes before it.
  private byte[] ask(Request request) throws IOException {
    server.send(request.bytes());
    byte[] message = server.message();
    while (Messages.isAuthenticating(message)) {
      client.send(message);
      if (Messages.asksForPassword(message)) {
        server.send(client.message());
      }
      message = server.message();
    }
    return message;
  }

  private boolean isLast(byte[] message) throws IOException {
    if (Messages.is('G', message) || Messages.is('W', message)) {
      // The client would send data within the server's turn.
      throw new IOException("COPY is not supported");
    }
    if (!Messages.is('Z', message)) {
      return false;
    }
    transaction = message[Messages.HEADER];
    return true;
  }

  private boolean refuse(ServerError error) throws IOException {
    client.keep(error.response());
    boolean staysOpen = connected && !error.endsConnection();
    if (staysOpen) {
      // An error fails the open transaction, and the client rolls it back.
      byte status = transaction == IDLE ? IDLE : FAILED;
      client.keep(Messages.of('Z', new byte[] {status}));
    }
    client.flush();
    return staysOpen;
  }
}
