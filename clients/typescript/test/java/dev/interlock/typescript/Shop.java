package dev.interlock.typescript;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// A web server with the page of a shop, whose origin is not the API's.
final class Shop implements AutoCloseable {
  private final HttpServer server;

  Shop(Path folder) {
    server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder, OutputLevel.NONE);
    server.start();
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// The page for one caller.
  ///
  /// @param tokens what its token callback gives, separated by commas; the last one repeats
  String page(String api, String tokens, String from, String to, Duration timeMax) {
    Map<String, String> members =
        Map.of(
            "api",
            api,
            "tokens",
            tokens,
            "from",
            from,
            "to",
            to,
            "millis",
            "" + timeMax.toMillis());
    return members.entrySet().stream()
        .map(each ->
            each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", origin() + "/index.html?", ""));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
