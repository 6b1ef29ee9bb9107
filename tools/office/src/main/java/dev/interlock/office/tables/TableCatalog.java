package dev.interlock.office.tables;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The tables with data in the current schema, as the catalogue lists them, so that a function's
/// own tables are never forgotten. The records of migrations are not among them.
///
/// @param tables by name
public record TableCatalog(List<Table> tables) {
  private static final String TABLES =
      """
      SELECT quote_ident(c.relname),
             string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        JOIN pg_attribute a ON a.attrelid = c.oid
         AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND c.relname NOT IN ('interlock_migration', 'interlock_operation_migration')
       GROUP BY c.relname
       ORDER BY c.relname
      """;

  /// A table.
  ///
  /// @param name quoted where it needs it
  /// @param columns those that can be inserted, separated by commas
  public record Table(String name, String columns) {}

  public TableCatalog {
    tables = List.copyOf(tables);
  }

  /// Reads the catalogue.
  public static TableCatalog of(Connection connection) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add(new Table(rows.getString(1), rows.getString(2)));
      }
    }
    return new TableCatalog(tables);
  }

  public List<String> names() {
    return tables.stream().map(Table::name).toList();
  }

  /// SQL that locks all tables and deletes their rows. TRUNCATE would recreate every file, at ten
  /// times the cost; the locks wait for running statements, as TRUNCATE does.
  public String emptying() {
    return "LOCK TABLE " + String.join(", ", names()) + ";\n" + deleting();
  }

  /// SQL that deletes all rows, in one statement, so that foreign keys between the tables do not
  /// matter.
  public String deleting() {
    return inOneStatement(tables.stream().map(table -> "DELETE FROM " + table.name()).toList());
  }

  /// SQL that copies all rows to temporary tables.
  public String copying() {
    return tables.stream()
        .map(table ->
            "CREATE TEMPORARY TABLE %s AS TABLE %s;\n".formatted(copy(table), table.name()))
        .collect(Collectors.joining());
  }

  /// SQL that inserts the rows of these copies.
  public String filling() {
    return inOneStatement(
        tables.stream()
            .map(table ->
                "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %3$s"
                    .formatted(table.name(), table.columns(), copy(table)))
            .toList());
  }

  private static String copy(Table table) {
    return "\"demo_" + table.name().replace("\"", "") + "\"";
  }

  /// SQL that makes all changes in one statement: foreign keys are checked at its end.
  public static String inOneStatement(List<String> changes) {
    StringBuilder with = new StringBuilder("WITH ");
    for (int i = 0; i < changes.size(); i++) {
      with.append(i == 0 ? "" : ",\n").append("change_").append(i);
      with.append(" AS (").append(changes.get(i)).append(')');
    }
    return with.append("\nSELECT 1;\n").toString();
  }
}
