package dev.interlock.launcher.docs;

import java.util.ArrayList;
import java.util.List;

/// Splits a fenced block into commands, as a shell does.
final class ShellScript {

  private ShellScript() {}

  /// Each command with its continuation lines: within quotes, after a backslash, or up to the end
  /// of a loop. Comments and empty lines are left out.
  static List<String> commands(String script) {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    for (String line : script.split("\n", -1)) {
      if (command.isEmpty() && (line.isBlank() || line.startsWith("#"))) {
        continue;
      }
      command.append(command.isEmpty() ? "" : "\n").append(line);
      if (isComplete(command.toString())) {
        commands.add(command.toString());
        command.setLength(0);
      }
    }
    if (!command.isEmpty()) {
      throw new IllegalArgumentException("does not end: " + command);
    }
    return commands;
  }

  private static boolean isComplete(String command) {
    char quote = 0;
    for (int at = 0; at < command.length(); at++) {
      char each = command.charAt(at);
      if (quote == 0 && (each == '\'' || each == '"')) {
        quote = each;
      } else if (each == quote) {
        quote = 0;
      }
    }
    boolean loop = command.startsWith("for ") || command.startsWith("while ");
    return quote == 0
        && !command.endsWith("\\")
        && (!loop || command.stripTrailing().matches("(?s).*\\bdone"));
  }
}
