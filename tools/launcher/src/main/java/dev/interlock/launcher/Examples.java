package dev.interlock.launcher;

import dev.interlock.emulator.Repository;
import dev.interlock.emulator.template.Template;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// The example commands that a started stack prints. Each works when pasted as it is.
final class Examples {
  private static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  private static final String OTHER = "a0000000-0000-4000-8000-000000000002";
  private static final int ROUTES_MAX = 3;

  private Examples() {}

  static List<String> lines(Stack.Settings settings, Template template, String url) {
    String token = "-H \"Authorization: Bearer $(" + tokenCommand(settings) + ")\"";
    String write =
        "-H 'Content-Type: application/json' -H 'Idempotency-Key: try-%s' -d "
            .formatted(UUID.randomUUID().toString().substring(0, 8));
    Stream<String> paths = template.routes().stream().map(Template.Route::path);
    return paths.anyMatch("/transfers"::equals)
        ? transfers(token, write, url)
        : template.routes().stream()
            .filter(route -> route.path().matches("/[^{]*"))
            .limit(ROUTES_MAX)
            .map(route -> call(route, token, write, url))
            .toList();
  }

  private static List<String> transfers(String token, String write, String url) {
    String transfer =
        "{\"from\":\"%s\",\"to\":\"%s\",\"amount\":1250,\"currency\":\"EUR\"}"
            .formatted(ACCOUNT, OTHER);
    String balance = "curl -s %s %s/accounts/%s".formatted(token, url, ACCOUNT);
    return List.of(
        balance,
        "curl -s %s %s'%s' %s/transfers".formatted(token, write, transfer, url),
        balance + "/entries");
  }

  /// A call of any function. A write is answered with what is missing in its body.
  private static String call(Template.Route route, String token, String write, String url) {
    String to = quoted(url + route.path());
    return switch (route.method()) {
      case "GET", "ANY" -> "curl -s %s %s".formatted(token, to);
      case "POST" -> "curl -s %s %s'{}' %s".formatted(token, write, to);
      default -> "curl -s -X %s %s %s'{}' %s".formatted(route.method(), token, write, to);
    };
  }

  private static String tokenCommand(Stack.Settings settings) {
    StringBuilder command = new StringBuilder(Installation.command()).append(" token alice");
    if (settings.port() != Options.Port.DEFAULT) {
      command.append(" --port ").append(settings.port());
    }
    Repository repository = settings.repository();
    if (!repository.templateFile().equals(Installation.template())) {
      command.append(" --template ").append(quoted(repository.templateFile().toString()));
    }
    if (!settings.data().equals(repository.defaultData())) {
      command.append(" --data ").append(quoted(settings.data().toString()));
    }
    return command.toString();
  }

  /// Quotes a text for a shell, also within a command substitution in double quotes.
  static String quoted(String text) {
    boolean plain =
        text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+@:".indexOf(c) >= 0);
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
