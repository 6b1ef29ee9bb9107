package dev.interlock.office.tables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The scripts that a function brings for its own tables, in `db/OPERATION/`: migrations, the
/// rights of the functions' role, and demo data.
///
/// @param migrations `001-NAME.sql` and so on, in order
/// @param others by name, `roles`, `roles-cockroachdb` and `demo`, of which each may be missing
public record OperationTables(
    String operation, List<TableScript> migrations, Map<String, TableScript> others) {

  private static final Pattern FILE = Pattern.compile("db/([^/]+)/([^/]+)");
  private static final Pattern OPERATION = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern SCRIPT =
      Pattern.compile("(([0-9]{3})-[a-z0-9][a-z0-9-]{0,63}|roles|roles-cockroachdb|demo)\\.sql");

  private static final Pattern ENDS_TRANSACTION =
      Pattern.compile("(?im)(?:^|;)\\s*(?:COMMIT|ROLLBACK)\\b[^;]*;");

  /// The folder of Interlock's own migrations.
  private static final String SHIPPED = "migrations";

  private static final int DEMO = -1;
  private static final int ROLES = 0;

  public OperationTables {
    migrations = List.copyOf(migrations);
    others = Map.copyOf(others);
  }

  /// Sorts files by their operations.
  ///
  /// @param texts by path, as in `db/voucher-redemption/001-vouchers.sql`; files outside the
  ///   folders of operations are left out
  /// @throws IllegalArgumentException when the folder of an operation has any other file; the
  ///   message names it
  static List<OperationTables> of(Map<String, String> texts) {
    SortedMap<String, List<TableScript>> byOperation = new TreeMap<>();
    new TreeMap<>(texts)
        .forEach((path, text) -> {
          Matcher file = FILE.matcher(path);
          if (file.matches() && !file.group(1).equals(SHIPPED)) {
            TableScript script = script(path, file, text);
            byOperation.computeIfAbsent(script.operation(), _ -> new ArrayList<>()).add(script);
          }
        });
    List<OperationTables> all = new ArrayList<>();
    byOperation.forEach((operation, scripts) -> all.add(of(operation, scripts)));
    return all;
  }

  private static TableScript script(String path, Matcher file, String text) {
    String operation = file.group(1);
    Matcher name = SCRIPT.matcher(file.group(2));
    if (!OPERATION.matcher(operation).matches() || !name.matches()) {
      throw new IllegalArgumentException(
          path
              + ": expected db/OPERATION/ with migrations such as 001-tables.sql, and with"
              + " roles.sql, roles-cockroachdb.sql and demo.sql");
    }
    if (ENDS_TRANSACTION.matcher(text).find()) {
      throw new IllegalArgumentException(
          path
              + ": leave out COMMIT and ROLLBACK, because it is applied and recorded in one"
              + " transaction");
    }
    return new TableScript(
        operation, version(name.group(1), name.group(2)), operation + "/" + name.group(1), text);
  }

  private static int version(String name, @Nullable String digits) {
    if (digits != null) {
      return Integer.parseInt(digits);
    }
    return name.equals("demo") ? DEMO : ROLES;
  }

  private static OperationTables of(String operation, List<TableScript> scripts) {
    List<TableScript> migrations = new ArrayList<>();
    Map<String, TableScript> others = new TreeMap<>();
    for (TableScript script : scripts) {
      String name = script.name().substring(operation.length() + 1);
      if (!Character.isDigit(name.charAt(0))) {
        others.put(name, script);
      } else if (script.version() == migrations.size() + 1) {
        migrations.add(script);
      } else {
        throw new IllegalArgumentException(
            "db/%s.sql: migrations are numbered from 001 without gaps, and the next one is %03d"
                .formatted(script.name(), migrations.size() + 1));
      }
    }
    return new OperationTables(operation, migrations, others);
  }

  /// The script that grants the functions' role its rights on these tables.
  public Optional<TableScript> roles(boolean onCockroach) {
    TableScript own = onCockroach ? others.get("roles-cockroachdb") : null;
    return Optional.ofNullable(own == null ? others.get("roles") : own);
  }

  public Optional<TableScript> demo() {
    return Optional.ofNullable(others.get("demo"));
  }

  /// Those of several jars or folders, in the order of their names, each once.
  ///
  /// @throws IllegalArgumentException when two of the same name differ
  static List<OperationTables> merge(Collection<OperationTables> all) {
    SortedMap<String, OperationTables> merged = new TreeMap<>();
    for (OperationTables tables : all) {
      OperationTables other = merged.put(tables.operation(), tables);
      if (other != null && !other.equals(tables)) {
        throw new IllegalArgumentException(
            "db/" + tables.operation() + "/ is in two places, with different files");
      }
    }
    return List.copyOf(merged.values());
  }
}
