package dev.interlock.launcher;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Reads missing options from environment variables: `INTERLOCK_DATABASE_PORT` for
/// `--database-port`.
record EnvironmentDefaults(Map<String, String> environment) implements IDefaultValueProvider {
  private static final java.util.Set<String> OPTIONS =
      java.util.Set.of(
          "--port",
          "--database-port",
          "--database",
          "--environments",
          "--data",
          "--template",
          "--containers",
          "--cors-origins");

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !OPTIONS.contains(option.longestName())) {
      return null;
    }
    String name = option.longestName().substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    String value = environment.get("INTERLOCK_" + name);
    return value == null || value.isEmpty() ? null : value;
  }
}
