package dev.interlock.launcher;

import dev.interlock.emulator.Repository;
import dev.interlock.emulator.replay.SampleRequest;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The example commands that a started stack prints. Each works when pasted as it is.
final class Examples {
  private static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  private static final String OTHER = "a0000000-0000-4000-8000-000000000002";
  private static final String ANYBODY = "alice";
  private static final int ROUTES_MAX = 3;

  private final Stack.Settings settings;
  private final String url;
  private final String write =
      "-H 'Content-Type: application/json' -H 'Idempotency-Key: try-%s' -d "
          .formatted(UUID.randomUUID().toString().substring(0, 8));

  private Examples(Stack.Settings settings, String url) {
    this.settings = settings;
    this.url = url;
  }

  /// Transfers, if the template has them, and one call of each function that brings events.
  static List<String> lines(Stack.Settings settings, Template template, String url)
      throws IOException {
    Examples examples = new Examples(settings, url);
    Repository repository = settings.repository();
    if (template.routes().stream().map(Template.Route::path).anyMatch("/transfers"::equals)) {
      List<String> lines = new ArrayList<>(examples.transfers());
      SampleRequest.in(repository.eventsOfModules())
          .values()
          .forEach(sample -> lines.add(examples.call(sample)));
      return lines;
    }
    Map<String, SampleRequest> samples = SampleRequest.in(repository.events());
    return template.routes().stream()
        .filter(route -> route.path().matches("/[^{]*"))
        .limit(ROUTES_MAX)
        .map(route -> {
          SampleRequest sample = samples.get(route.method() + " " + route.path());
          return sample == null ? examples.call(route) : examples.call(sample);
        })
        .toList();
  }

  private List<String> transfers() {
    String transfer =
        "{\"from\":\"%s\",\"to\":\"%s\",\"amount\":1250,\"currency\":\"EUR\"}"
            .formatted(ACCOUNT, OTHER);
    String balance = "curl -s %s %s/accounts/%s".formatted(token(ANYBODY), url, ACCOUNT);
    return List.of(
        balance,
        "curl -s %s %s'%s' %s/transfers".formatted(token(ANYBODY), write, transfer, url),
        balance + "/entries");
  }

  private String call(SampleRequest sample) {
    return "curl -s %s %s%s %s"
        .formatted(
            token(sample.caller()), write, quoted(sample.body()), quoted(url + sample.path()));
  }

  /// A call of a function without events. A write is answered with what is missing in its body.
  private String call(Template.Route route) {
    String token = token(ANYBODY);
    String to = quoted(url + route.path());
    return switch (route.method()) {
      case "GET", "ANY" -> "curl -s %s %s".formatted(token, to);
      case "POST" -> "curl -s %s %s'{}' %s".formatted(token, write, to);
      default -> "curl -s -X %s %s %s'{}' %s".formatted(route.method(), token, write, to);
    };
  }

  private String token(String caller) {
    StringBuilder command = new StringBuilder(Installation.command());
    command.append(" token ").append(quoted(caller));
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
    return "-H \"Authorization: Bearer $(" + command + ")\"";
  }

  /// Quotes a text for a shell, also within a command substitution in double quotes.
  static String quoted(String text) {
    boolean plain =
        text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+@:".indexOf(c) >= 0);
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
