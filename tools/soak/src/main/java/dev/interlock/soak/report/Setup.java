package dev.interlock.soak.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// What a soak was run with, so that it can be run again.
///
/// @param length how long faults were made, and calls with them
/// @param command as [#command] makes it of what was typed
/// @param versions of each part by its name, in the order in which they are shown
public record Setup(
    long seed, Duration length, int clients, String command, Map<String, String> versions) {
  private static final Pattern URL = Pattern.compile("[a-z0-9:]+://\\S*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:=/@+-]+");

  public Setup {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }

  /// The command line as a page may show it. Addresses can hold passwords, and with paths from the
  /// root they are nobody else's business: of the one only `URL` is left, of the other the name.
  ///
  /// @param arguments what followed `./interlock`
  public static String command(List<String> arguments) {
    StringJoiner command = new StringJoiner(" ").add("./interlock");
    arguments.forEach(argument -> command.add(quoted(publishable(argument))));
    return command.toString();
  }

  private static String publishable(String argument) {
    int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
    String option = argument.substring(0, equals + 1);
    String value = argument.substring(equals + 1);
    if (value.startsWith("/")) {
      Path name = Path.of(value).getFileName();
      return option + (name == null ? "/" : name);
    }
    return option + URL.matcher(value).replaceAll("URL");
  }

  private static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
