package dev.interlock.testkit.contracts;

import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.SentStatement;

/// The mistake of a guard that is too narrow: every caller writes a row that is only that caller's,
/// and reads the latest of all callers' rows.
///
/// The table that the statement updates becomes a view of these rows. Journals lose their keys,
/// which a journal of such a guard would not have.
final class NarrowGuard {

  private static final String ACCEPTED =
      "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'";

  private NarrowGuard() {}

  /// The statement, which tells the view who calls.
  static String statement(String sql) {
    return sql.replace(
        ACCEPTED, ACCEPTED + " AND set_config('mistake.caller', d.caller, true) IS NOT NULL");
  }

  /// Replaces the table by the view.
  static void in(TestDatabase database, SentStatement statement) {
    String table = statement.updated();
    for (String journal : statement.journals()) {
      if (!journal.equals(table)) {
        database.run(
            """
            DO $$ DECLARE name text; BEGIN
              FOR name IN SELECT conname FROM pg_constraint
                           WHERE contype IN ('p', 'u') AND conrelid = '%1$s'::regclass LOOP
                EXECUTE format('ALTER TABLE %1$s DROP CONSTRAINT %%I CASCADE', name);
              END LOOP;
            END $$
            """
                .formatted(journal));
      }
    }
    String key = columns(database, table, "WHERE key");
    replaceByView(database, table, key);
    database.run("GRANT SELECT, UPDATE ON %s TO %s".formatted(table, database.role()));
  }

  private static void replaceByView(TestDatabase database, String table, String key) {
    database.run(
        """
        ALTER TABLE %1$s RENAME TO %1$s_of_all;
        CREATE TABLE %1$s_of_each AS SELECT %3$s, '' AS guard_caller, 0 AS guard_version FROM %1$s_of_all;
        CREATE UNIQUE INDEX ON %1$s_of_each (%2$s, guard_caller);
        CREATE VIEW %1$s AS
          SELECT DISTINCT ON (%2$s) %3$s FROM %1$s_of_each ORDER BY %2$s, guard_version DESC;
        CREATE FUNCTION write_%1$s_of_each() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE
          writer text := coalesce(current_setting('mistake.caller', true), '');
          latest int := (SELECT max(guard_version) FROM %1$s_of_each WHERE (%2$s) = (%4$s));
        BEGIN
          DELETE FROM %1$s_of_each WHERE (%2$s) = (%4$s) AND guard_caller = writer;
          INSERT INTO %1$s_of_each SELECT NEW.*, writer, latest + 1;
          RETURN NEW;
        END $$;
        CREATE TRIGGER write_of_each INSTEAD OF UPDATE ON %1$s
          FOR EACH ROW EXECUTE FUNCTION write_%1$s_of_each()
        """
            .formatted(table, key, columns(database, table, ""), key.replaceAll("\\w+", "NEW.$0")));
  }

  private static String columns(TestDatabase database, String table, String which) {
    return database.text(
        """
        SELECT string_agg(name, ', ' ORDER BY place)
          FROM (SELECT a.attname AS name, a.attnum AS place,
                       EXISTS (SELECT 1 FROM pg_index i
                                WHERE i.indrelid = a.attrelid AND i.indisprimary
                                  AND a.attnum = ANY (i.indkey)) AS key
                  FROM pg_attribute a
                 WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped) c
         %s
        """
            .formatted(table, which));
  }
}
