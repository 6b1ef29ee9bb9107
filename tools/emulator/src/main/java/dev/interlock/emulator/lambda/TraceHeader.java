package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header by which the API, the functions and their logs know the same request.
public final class TraceHeader {
  /// Its quotes cannot be those of a value, where they would be escaped.
  private static final Pattern ROOT =
      Pattern.compile("\"x-amzn-trace-id\":\"(Root=1-[0-9a-f]{8}-[0-9a-f]{24})\"");

  /// The headers of an event come before its body.
  private static final int SEARCHED_MAX = 64 * 1024;

  private TraceHeader() {}

  /// The root of the trace in an event, if it is one of an API.
  public static Optional<String> of(byte[] event) {
    Matcher root = ROOT.matcher(new String(event, 0, Math.min(event.length, SEARCHED_MAX), UTF_8));
    return root.find() ? Optional.of(root.group(1)) : Optional.empty();
  }
}
