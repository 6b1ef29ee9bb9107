package dev.interlock.bench.report;

import dev.interlock.soak.report.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// The test environment of figures: versions, machine, and database settings.
public final class Surroundings {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final double KIB_PER_GIB = 1024.0 * 1024;

  private Surroundings() {}

  /// Reads them from the machine and from the database: its version, and the settings that differ
  /// from the defaults.
  public static Map<String, String> of(Connection database) throws SQLException {
    Map<String, String> all = new LinkedHashMap<>(Versions.with(database));
    // The benchmark does not use it.
    all.remove("Lambda runtime client");
    first(PROCESSOR, "model name").ifPresent(model -> all.put("Processor", model));
    first(MEMORY, "MemTotal")
        .map(total -> Double.parseDouble(total.split(" ", 2)[0]) / KIB_PER_GIB)
        .ifPresent(total -> all.put("Memory", Numbers.of(total) + " GiB"));
    all.put("Database settings", settings(database));
    return all;
  }

  /// Empty on systems without `/proc`.
  private static Optional<String> first(Path file, String name) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    return lines(file).stream()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
        .map(parts -> parts[1].strip())
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Server settings only, because sessions set the rest themselves. Files and addresses are
  /// private.
  private static String settings(Connection database) throws SQLException {
    StringJoiner settings = new StringJoiner(", ");
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT name, setting || coalesce(unit, '') FROM pg_settings
                WHERE source IN ('configuration file', 'command line')
                  AND setting IS DISTINCT FROM boot_val
                  AND category NOT LIKE '%Locale and Formatting'
                  AND category NOT LIKE 'File Locations%'
                  AND category NOT LIKE 'Reporting and Logging%'
                  AND name NOT IN ('listen_addresses', 'port', 'unix_socket_directories')
                ORDER BY name
                """)) {
      while (rows.next()) {
        settings.add(rows.getString(1) + "=" + rows.getString(2));
      }
    }
    return settings.length() == 0 ? "defaults" : settings.toString();
  }
}
