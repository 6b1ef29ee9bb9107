package dev.interlock.emulator.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// Pages for people, on the port of the API.
public interface Pages {
  /// No pages.
  Pages NONE =
      new Pages() {
        @Override
        public boolean serve(String method, String rawPath) {
          return false;
        }

        @Override
        public void answer(HttpExchange exchange) {}
      };

  /// Whether a request is for a page, and not for the API.
  boolean serve(String method, String rawPath);

  /// Answers such a request, on a thread that it may keep. The exchange is closed afterwards.
  void answer(HttpExchange exchange) throws IOException;
}
