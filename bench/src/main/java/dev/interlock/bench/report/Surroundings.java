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

/// What figures were measured on: versions, the machine, and how its database is set.
public final class Surroundings {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final double KIB_PER_GIB = 1024.0 * 1024;

  private Surroundings() {}

  /// Asks the machine, and the database for its version and for what its server was started with
  /// other than by default.
  public static Map<String, String> of(Connection database) throws SQLException {
    Map<String, String> all = new LinkedHashMap<>(Versions.with(database));
    // Nothing here runs in it.
    all.remove("Lambda runtime client");
    first(PROCESSOR, "model name").ifPresent(model -> all.put("Processor", model));
    first(MEMORY, "MemTotal")
        .map(total -> Double.parseDouble(total.split(" ", 2)[0]) / KIB_PER_GIB)
        .ifPresent(total -> all.put("Memory", Numbers.of(total) + " GiB"));
    all.put("Database settings", settings(database));
    return all;
  }

  /// On systems without `/proc`, nothing is known of the machine.
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

  /// Of what the server decides only: sessions set the rest for themselves. Files and addresses are
  /// nobody else's business.
  private static String settings(Connection database) throws SQLException {
    StringJoiner settings = new StringJoiner(", ");
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT name, context || coalesce(unit, '') FROM pg_settings
                WHERE source IN ('configuration file', 'command line')
                  AND context IS DISTINCT FROM boot_val
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
    return settings.length() == 0 ? "as by default" : settings.toString();
  }
}
