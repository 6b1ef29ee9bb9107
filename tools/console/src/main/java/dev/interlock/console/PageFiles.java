package dev.interlock.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of the page, from this module's jar.
final class PageFiles {
  static final String INDEX = "index.html";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*\\.([a-z0-9]+)");

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2");

  private PageFiles() {}

  /// Sends the file of this name.
  static void send(String name, ConsoleExchange exchange) throws IOException, RefusedCommand {
    Matcher parts = NAME.matcher(name);
    String mediaType = parts.matches() ? MEDIA_TYPES.get(parts.group(1)) : null;
    if (mediaType != null) {
      try (InputStream file = PageFiles.class.getResourceAsStream("page/" + name)) {
        if (file != null) {
          exchange.send(200, mediaType, file.readAllBytes());
          return;
        }
      }
    }
    throw new RefusedCommand(404, "Not found", "There is no such page.");
  }
}
