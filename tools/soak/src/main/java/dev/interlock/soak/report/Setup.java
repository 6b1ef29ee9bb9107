package dev.interlock.soak.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// The settings of a soak, so that it can be repeated.
///
/// @param length how long requests were sent and faults injected
/// @param command the command line as [#command] shows it
/// @param versions the version of each part by its name, in the order of the page
public record Setup(
    long seed, Duration length, int clients, String command, Map<String, String> versions) {
  private static final Pattern URL = Pattern.compile("[a-z0-9:]+://\\S*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:=/@+-]+");

  public Setup {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }

  /// The command line as a page may show it. Addresses may contain passwords and absolute paths are
  /// private, so an address becomes `URL` and a path its last name.
  ///
  /// @param arguments the arguments of `./interlock`
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
