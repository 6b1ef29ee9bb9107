package dev.interlock.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// An API that answers by a script, faults of the connection included. It records what it received.
final class ScriptedApi implements AutoCloseable {

  /// What a client sent.
  ///
  /// @param headers with names in lower case
  record Received(String method, String path, Map<String, String> headers, String body) {}

  /// What the client gets.
  sealed interface Turn {
    /// A whole answer.
    record Whole(int status, Map<String, String> headers, String body) implements Turn {}

    /// Half of an answer's body, then a reset or nothing.
    record Half(Whole of, boolean reset) implements Turn {}

    /// No answer.
    enum Silent implements Turn {
      RESET,
      NOTHING
    }
  }

  private final ServerSocket server;
  private final Function<Received, Turn> script;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ScriptedApi(Function<Received, Turn> script) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.script = script;
    Thread.startVirtualThread(this::accept);
  }

  /// Answers each request in turn; the last answer repeats.
  static ScriptedApi of(List<? extends Turn> turns) throws IOException {
    List<Turn> left = new ArrayList<>(turns);
    return new ScriptedApi(request -> {
      synchronized (left) {
        return left.size() > 1 ? left.removeFirst() : left.getFirst();
      }
    });
  }

  /// Answers each request by what it asks for.
  static ScriptedApi answering(Function<Received, Turn> script) throws IOException {
    return new ScriptedApi(script);
  }

  static Turn.Whole json(int status, String body) {
    return new Turn.Whole(status, Map.of("Content-Type", "application/json"), body);
  }

  /// An address at which nothing listens.
  static URI nobody() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  List<Received> received() {
    return received;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      boolean more = true;
      while (more) {
        Received request = request(in);
        received.add(request);
        more = answer(socket, script.apply(request));
      }
    } catch (IOException gone) {
      // The client has closed the connection.
    }
  }

  private static Received request(DataInputStream in) throws IOException {
    String[] first = line(in).split(" ", 3);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] header = line.split(": ?", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
    in.readFully(body);
    return new Received(first[0], first[1], headers, new String(body, UTF_8));
  }

  private static String line(DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte next = in.readByte(); next != '\n'; next = in.readByte()) {
      line.write(next);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  private static boolean answer(Socket socket, Turn turn) throws IOException {
    switch (turn) {
      case Turn.Whole whole -> socket.getOutputStream().write(bytes(whole, whole.body().length()));
      case Turn.Half half -> {
        socket.getOutputStream().write(bytes(half.of(), half.of().body().length() / 2));
        socket.getOutputStream().flush();
        return half.reset() ? reset(socket) : silence(socket);
      }
      case Turn.Silent silent -> {
        return silent == Turn.Silent.RESET ? reset(socket) : silence(socket);
      }
    }
    return true;
  }

  private static byte[] bytes(Turn.Whole answer, int characters) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Scripted\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + answer.body().getBytes(UTF_8).length + "\r\n\r\n");
    return (head + answer.body().substring(0, characters)).getBytes(UTF_8);
  }

  private static boolean reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    return false;
  }

  /// Returns when the client gives up.
  private static boolean silence(Socket socket) throws IOException {
    return socket.getInputStream().read() >= 0;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
