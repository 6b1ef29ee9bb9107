package dev.interlock.wire;

import dev.interlock.wire.Turn.Plain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// One client's connection through a proxy, from its coming in to its end.
final class Link {

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

  Link(Side client, Side server, Script script) {
    this.client = client;
    this.server = server;
    this.script = script;
  }

  /// Serves until one of the two has gone, or the script breaks it.
  ///
  /// @param onTurn what is to run as each turn begins
  void serve(Runnable onTurn) throws IOException {
    byte[] startUp = startUp();
    if (code(startUp) == CANCEL_REQUEST) {
      // It has no answer: the server closes, and then so do we.
      server.send(startUp);
      server.untilItGoes();
      return;
    }
    boolean goesOn = play(script.connecting(), Request.comingIn(startUp));
    connected = true;
    while (goesOn) {
      byte[] turn = client.turn();
      if (isGoodbye(turn)) {
        server.send(turn);
        return;
      }
      onTurn.run();
      Request request = Request.of(turn);
      goesOn = play(script.next(request), request);
    }
  }

  private static boolean isGoodbye(byte[] turn) {
    return turn[turn.length - Messages.HEADER] == 'X';
  }

  // What is encrypted cannot be read here, so encryption is declined, by the one answer that is no
  // message but a byte.
  private byte[] startUp() throws IOException {
    byte[] message = client.startUp();
    while (code(message) == SSL_REQUEST || code(message) == GSS_REQUEST) {
      client.send('N');
      message = client.startUp();
    }
    return message;
  }

  private static int code(byte[] startUp) {
    return ByteBuffer.wrap(startUp).getInt(Integer.BYTES);
  }

  /// Says whether the connection goes on.
  private boolean play(Turn turn, Request request) throws IOException {
    byte[] answer = atServer(turn, request);
    if (turn != Plain.PASS) {
      script.done(turn, request);
    }
    return atClient(turn, request, answer);
  }

  /// What a turn does before the client can tell: the answer that the server has given.
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
        client.untilItGoes();
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

  /// Sends a request on, and gives the first message of the answer. Who comes in is asked who it is
  /// before there is one.
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
      // Then the client would go on within the server's turn.
      throw new IOException("COPY does not pass here");
    }
    if (!Messages.is('Z', message)) {
      return false;
    }
    transaction = message[Messages.HEADER];
    return true;
  }

  private boolean refuse(ServerError error) throws IOException {
    client.keep(error.response());
    boolean goesOn = connected && !error.endsConnection();
    if (goesOn) {
      // An error within a transaction fails it: the client will roll it back.
      byte status = transaction == IDLE ? IDLE : FAILED;
      client.keep(Messages.of('Z', new byte[] {status}));
    }
    client.flush();
    return goesOn;
  }
}
