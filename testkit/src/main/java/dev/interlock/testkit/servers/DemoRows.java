package dev.interlock.testkit.servers;

import dev.interlock.office.Demo;
import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableCatalog;
import dev.interlock.office.tables.TableScripts;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Adds the demo data to a database: the first time by the commands of the back office, from then
/// on by inserting the rows that these have left. Most tests take less time than the commands.
final class DemoRows {

  // The demo data has fixed ids, so its rows fit into any database.
  private static volatile @Nullable String script;

  private DemoRows() {}

  static void putInto(OwnerQueries owner, Product product) {
    String rows = script;
    if (rows != null && product == Product.POSTGRESQL) {
      owner.run(rows);
      return;
    }
    try (Connection connection = owner.connect()) {
      Demo.put(connection);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    for (OperationTables tables : TableScripts.onClassPath()) {
      tables.demo().ifPresent(demo -> owner.run(demo.sql()));
    }
    if (product == Product.POSTGRESQL) {
      script = inserting(owner);
    }
  }

  private static String inserting(OwnerQueries owner) {
    return TableCatalog.inOneStatement(
        owner.tables().tables().stream().map(table -> inserting(owner, table)).toList());
  }

  private static String inserting(OwnerQueries owner, TableCatalog.Table table) {
    return owner.text(
        """
        SELECT 'INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE '
               || 'SELECT %2$s FROM jsonb_populate_recordset(NULL::%1$s, '
               || quote_literal(coalesce(jsonb_agg(to_jsonb(t)), '[]')::text) || ')'
          FROM %1$s t
        """
            .formatted(table.name(), table.columns()));
  }
}
