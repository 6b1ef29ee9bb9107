package dev.interlock.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// The example commands that a started stack prints. Each works when pasted as it is.
final class Examples {
  private static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  private static final String OTHER = "a0000000-0000-4000-8000-000000000002";

  private Examples() {}

  static List<String> lines(Stack.Settings settings, String url) {
    String token = "-H \"Authorization: Bearer $(" + tokenCommand(settings) + ")\"";
    String transfer =
        "{\"from\":\"%s\",\"to\":\"%s\",\"amount\":1250,\"currency\":\"EUR\"}"
            .formatted(ACCOUNT, OTHER);
    String key = "try-" + UUID.randomUUID().toString().substring(0, 8);
    String balance = "curl -s %s %s/accounts/%s".formatted(token, url, ACCOUNT);
    return List.of(
        balance,
        "curl -s %s -H 'Content-Type: application/json' -H 'Idempotency-Key: %s' -d '%s' %s/transfers"
            .formatted(token, key, transfer, url),
        balance + "/entries");
  }

  private static String tokenCommand(Stack.Settings settings) {
    Path root = settings.repository().root();
    boolean here = Path.of("").toAbsolutePath().equals(root);
    StringBuilder command =
        new StringBuilder(here ? "./interlock" : quoted(root.resolve("interlock").toString()));
    command.append(" token alice");
    if (settings.port() != Options.Port.DEFAULT) {
      command.append(" --port ").append(settings.port());
    }
    if (!settings.data().equals(settings.repository().defaultData())) {
      command.append(" --data ").append(quoted(settings.data().toString()));
    }
    return command.toString();
  }

  /// Quotes a text for a shell, also within a command substitution in double quotes.
  private static String quoted(String text) {
    boolean plain =
        text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+@".indexOf(c) >= 0);
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
