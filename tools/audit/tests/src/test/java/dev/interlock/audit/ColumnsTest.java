package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The table of columns in docs/audit.md: the invariants that it names for a column, and no others,
/// see that column changed. A column for which it names none is seen by none.
class ColumnsTest {

  static final List<ColumnTampering> COLUMNS = ColumnTampering.ALL;
  static final List<ColumnTampering> ARCHIVED_COLUMNS =
      COLUMNS.stream().filter(ColumnTampering::canBeArchived).toList();

  private static final Path PAGE = Path.of("../../docs/audit.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_]+\\.[a-z_]+)` \\| (.*) \\|$");
  private static final Pattern ID = Pattern.compile("`([a-z-]+)`");

  private static final String ARCHIVED =
      """
      INSERT INTO account_entry_archive SELECT * FROM account_entry;
      DELETE FROM account_entry;
      INSERT INTO stock_entry_archive SELECT * FROM stock_entry;
      DELETE FROM stock_entry;
      INSERT INTO permission_entry_archive SELECT * FROM permission_entry;
      DELETE FROM permission_entry;
      INSERT INTO idempotency_archive SELECT * FROM idempotency;
      UPDATE idempotency SET fingerprint = '', verdict = 'archived', detail = '{}';
      """;

  private static AuditServer server;
  private static Map<String, List<String>> documented;

  @BeforeAll
  static void start() throws Exception {
    server = AuditServer.start();
    server.create("valid", AuditServer.EMPTY);
    try (Connection connection = server.connect("valid")) {
      ValidHistory.SMALL.write(connection);
    }
    server.create("archived", "valid");
    server.run("archived", ARCHIVED);
    documented = documented();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @FieldSource("COLUMNS")
  void isSeenBy(ColumnTampering tampering) throws Exception {
    assertThat(broken("valid", tampering.sql(false)))
        .containsExactlyInAnyOrderElementsOf(seenBy(tampering));
  }

  /// `key-locatable` is left out: it compares a key's stub with its archived answer.
  @ParameterizedTest
  @FieldSource("ARCHIVED_COLUMNS")
  void isSeenInTheArchiveAsWell(ColumnTampering tampering) throws Exception {
    List<String> seen = broken("archived", tampering.sql(true));
    seen.remove("key-locatable");
    assertThat(seen).containsExactlyInAnyOrderElementsOf(seenBy(tampering));
  }

  @Test
  void everyColumnOfTheTablesIsListed() throws Exception {
    List<String> columns = new ArrayList<>();
    try (Connection connection = server.connect("valid");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT c.table_name || '.' || c.column_name
                FROM information_schema.columns c
                JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                  AND t.table_name NOT LIKE '%\\_archive'
                  -- No caller has an effect there.
                  AND t.table_name NOT LIKE 'interlock%'
                """)) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    assertThat(COLUMNS)
        .extracting(ColumnTampering::name)
        .containsExactlyInAnyOrderElementsOf(columns)
        .containsExactlyElementsOf(documented.keySet());
  }

  private static List<String> seenBy(ColumnTampering tampering) {
    return documented.getOrDefault(tampering.name(), List.of());
  }

  private static List<String> broken(String database, String sql) throws SQLException {
    String walls =
        """
        ALTER TABLE permission DROP CONSTRAINT permission_owner_never_expires;
        ALTER TABLE hold DROP CONSTRAINT hold_settled_once;
        ALTER TABLE reservation_line DROP CONSTRAINT reservation_line_settled_once;
        """;
    List<String> broken = new ArrayList<>();
    try (Connection connection = server.tampered(database, walls + sql)) {
      AuditReport report = Audit.inTransaction(connection, AuditSettings.DEFAULT);
      report.broken().forEach(finding -> broken.add(finding.id()));
    }
    broken.remove("schema-constraints");
    return broken;
  }

  private static Map<String, List<String>> documented() throws IOException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    ROW.matcher(Files.readString(PAGE))
        .results()
        .forEach(row -> rows.put(row.group(1), ids(row.group(2))));
    return rows;
  }

  private static List<String> ids(String cell) {
    return ID.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
