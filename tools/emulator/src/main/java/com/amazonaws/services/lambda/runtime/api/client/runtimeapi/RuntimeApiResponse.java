package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An HTTP response of the runtime API, which always says how long its body is.
///
/// @param headers by their names in lower case
@SuppressWarnings("ArrayRecordComponent") // No two responses are compared.
record RuntimeApiResponse(int status, Map<String, String> headers, byte[] body) {
  /// Reads one response and nothing beyond it.
  ///
  /// @param in buffered
  static RuntimeApiResponse read(InputStream in) throws IOException {
    String[] statusLine = line(in).split(" ", 3);
    if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.")) {
      throw new IOException("the runtime API does not speak HTTP/1.1");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return new RuntimeApiResponse(number(statusLine[1]), headers, body(in, headers));
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length == null) {
      throw new IOException("a response of the runtime API does not say how long it is");
    }
    byte[] body = in.readNBytes(number(length));
    if (body.length < number(length)) {
      throw new EOFException("the runtime API broke off its response");
    }
    return body;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the runtime API closed the connection");
      }
      line.write(next);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  private static int number(String text) throws IOException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException malformed) {
      throw new IOException("not a number in a response of the runtime API: " + text, malformed);
    }
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /// The value of a header, by its name in lower case; null also for an empty one.
  @Nullable String header(String name) {
    String value = headers.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  boolean endsConnection() {
    return "close".equalsIgnoreCase(headers.get("connection"));
  }
}
