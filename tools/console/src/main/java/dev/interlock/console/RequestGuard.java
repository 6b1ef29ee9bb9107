package dev.interlock.console;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lets only the console's own page use the console. Any page in the same browser can send requests
/// to this machine, and a name of its own server can resolve to this machine's address.
final class RequestGuard {
  /// A page of another origin can send it only after a preflight, which is never answered.
  static final String HEADER = "X-Interlock-Console";

  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Set<String> hosts;

  RequestGuard(int port) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
  }

  /// Why a request is refused, if it is.
  Optional<String> refusal(String method, Headers headers) {
    List<String> host = headers.getOrDefault("Host", List.of());
    if (host.size() != 1 || !hosts.contains(host.getFirst())) {
      return Optional.of("The console answers only at 127.0.0.1 and localhost.");
    }
    List<String> origin = headers.getOrDefault("Origin", List.of());
    if (!origin.isEmpty() && !origin.equals(List.of("http://" + host.getFirst()))) {
      return Optional.of("The console answers only its own page.");
    }
    if (!OWN_SITES.containsAll(headers.getOrDefault("Sec-Fetch-Site", List.of()))) {
      return Optional.of("The console answers only its own page. Type its address instead.");
    }
    if (!method.equals("GET") && !headers.getOrDefault(HEADER, List.of()).equals(List.of("1"))) {
      return Optional.of("A command needs the header " + HEADER + ": 1.");
    }
    return Optional.empty();
  }
}
