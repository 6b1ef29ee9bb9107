package dev.interlock.emulator.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Returns its event, byte for byte, with its context and environment. It needs no library, so the
/// folder of test classes is its code.
public final class EchoHandler implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    byte[] event = input.readAllBytes();
    System.out.println("echoed " + context.getAwsRequestId());
    Map<String, Object> about = new TreeMap<>();
    about.put("requestId", context.getAwsRequestId());
    about.put("remainingMillis", context.getRemainingTimeInMillis());
    about.put("functionName", context.getFunctionName());
    about.put("functionArn", context.getInvokedFunctionArn());
    about.put("memory", context.getMemoryLimitInMB());
    about.put("heapMax", Runtime.getRuntime().maxMemory());
    about.put("pid", ProcessHandle.current().pid());
    String facts = json(about);
    output.write(("{\"context\":" + facts + ",\"environment\":").getBytes(UTF_8));
    output.write(json(System.getenv()).getBytes(UTF_8));
    output.write(",\"event\":".getBytes(UTF_8));
    output.write(event);
    output.write('}');
  }

  private static String json(Map<String, ?> members) {
    return members.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ":" + quoted(String.valueOf(each.getValue())))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
