package dev.interlock.emulator.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Does what the event's body tells it to: `throw`, `exit`, `hang`, `sleep N` for N milliseconds,
/// `ignore X`, `answer X`, where X is base64 of what it writes, or `fill N`, which writes a JSON
/// string of N bytes. It answers `{"pid":N}` where it can.
public final class MisbehavingHandler implements RequestStreamHandler {
  private static final Pattern BODY = Pattern.compile("\"body\":\"([a-z]+) ?([^\"]*)\"");

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Matcher order = BODY.matcher(new String(input.readAllBytes(), UTF_8));
    if (!order.find()) {
      throw new IllegalArgumentException("no order");
    }
    System.out.println("told to %s %.20s".formatted(order.group(1), order.group(2)));
    byte[] answer = ("{\"pid\":" + ProcessHandle.current().pid() + "}").getBytes(UTF_8);
    switch (order.group(1)) {
      case "throw" -> throw new IllegalStateException("told to throw");
      case "exit" -> Runtime.getRuntime().halt(3);
      case "hang" -> sleep(Duration.ofDays(1));
      case "sleep" -> sleep(Duration.ofMillis(Long.parseLong(order.group(2))));
      case "ignore" -> {}
      case "fill" -> answer = filled(Integer.parseInt(order.group(2)));
      case "answer" -> answer = Base64.getDecoder().decode(order.group(2));
      default -> throw new IllegalArgumentException(order.group(1));
    }
    output.write(answer);
  }

  private static byte[] filled(int length) {
    return ('"' + "x".repeat(length - 2) + '"').getBytes(UTF_8);
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
