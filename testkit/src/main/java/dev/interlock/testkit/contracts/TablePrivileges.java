package dev.interlock.testkit.contracts;

import dev.interlock.testkit.servers.TestDatabase;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/// What PostgreSQL's catalogue says of a table: its CHECKs, and the privileges of the functions'
/// role.
final class TablePrivileges {

  private final TestDatabase database;
  private final String table;

  TablePrivileges(TestDatabase database, String table) {
    this.database = database;
    this.table = table;
  }

  /// The columns that a CHECK constrains.
  Set<String> checkedColumns() {
    return names(
        """
        SELECT string_agg(DISTINCT a.attname, ',')
          FROM pg_constraint c
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
         WHERE c.contype = 'c' AND c.conrelid = '%s'::regclass
        """
            .formatted(table));
  }

  /// The columns that the role may update.
  Set<String> updatable() {
    return names(
        """
        SELECT string_agg(attname, ',')
          FROM pg_attribute
         WHERE attrelid = '%2$s'::regclass AND attnum > 0 AND NOT attisdropped
           AND has_column_privilege('%1$s', attrelid, attnum, 'UPDATE')
        """
            .formatted(database.role(), table));
  }

  /// Those of these privileges that the role has.
  Set<String> granted(String... privileges) {
    return names(
        """
        SELECT string_agg(p, ',') FROM unnest(ARRAY['%s']) p
         WHERE has_table_privilege('%s', '%s'::regclass, p)
        """
            .formatted(String.join("', '", privileges), database.role(), table));
  }

  private Set<String> names(String sql) {
    String all = database.text("SELECT coalesce((" + sql + "), '')");
    return all.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(all.split(",")));
  }
}
