package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// One thread's HTTP connection to the runtime API, reopened when necessary.
///
/// It uses a plain socket: java.net.http adds hundreds of milliseconds of CPU to a function's
/// start, and HttpURLConnection took twice as long for each invocation.
final class RuntimeApiConnection {
  /// Servers close connections that have been idle for long. Opening a new one costs less than
  /// finding that out.
  private static final long IDLE_NANOS_MAX = 1_000_000_000;

  private static final byte[] NO_BODY = {};

  private final String host;
  private final int port;
  private final String userAgent;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();
  private long usedNanos;

  /// @param address host and port
  RuntimeApiConnection(String address, String userAgent) {
    int colon = address.lastIndexOf(':');
    this.host = address.substring(0, colon);
    this.port = Integer.parseInt(address.substring(colon + 1));
    this.userAgent = userAgent;
  }

  RuntimeApiResponse get(String path) throws IOException {
    return send("GET " + path, "", NO_BODY);
  }

  RuntimeApiResponse post(String path, byte[] json) throws IOException {
    String headers = "Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n";
    return send("POST " + path, headers, json);
  }

  private RuntimeApiResponse send(String request, String headers, byte[] body) throws IOException {
    String head =
        (request + " HTTP/1.1\r\nHost: " + host + ":" + port)
            + ("\r\nUser-Agent: " + userAgent + "\r\n" + headers + "\r\n");
    try {
      Socket open = open();
      open.getOutputStream().write(joined(head.getBytes(UTF_8), body));
      RuntimeApiResponse response = RuntimeApiResponse.read(in);
      usedNanos = System.nanoTime();
      if (response.endsConnection()) {
        close();
      }
      return response;
    } catch (IOException failure) {
      close();
      throw failure;
    }
  }

  /// Sends head and body together: sent separately, a delayed acknowledgement costs 40 ms.
  private static byte[] joined(byte[] head, byte[] body) {
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private Socket open() throws IOException {
    Socket kept = socket;
    if (kept != null && System.nanoTime() - usedNanos <= IDLE_NANOS_MAX) {
      return kept;
    }
    close();
    Socket opened = new Socket(host, port);
    socket = opened;
    opened.setTcpNoDelay(true);
    in = new BufferedInputStream(opened.getInputStream());
    return opened;
  }

  private void close() throws IOException {
    Socket closing = socket;
    socket = null;
    if (closing != null) {
      closing.close();
    }
  }
}
