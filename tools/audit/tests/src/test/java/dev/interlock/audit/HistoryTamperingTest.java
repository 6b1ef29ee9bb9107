package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.audit.history.UnusableHistoryException;
import dev.interlock.audit.operation.Operations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Histories of callers compared with the journals: a valid history passes, and for each tampering
/// the audit names the broken invariants and no others.
class HistoryTamperingTest {

  private static AuditServer server;
  private static List<Exchange> valid;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = AuditServer.start();
    server.create("valid", AuditServer.EMPTY);
    try (Connection connection = server.connect("valid")) {
      ValidHistory.SMALL.write(connection);
      valid = ValidExchanges.of(connection);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void aValidHistoryPassesAndAllOfItIsExamined() throws Exception {
    AuditReport report = audit("valid", file(valid), Duration.ZERO);

    assertThat(report.broken()).isEmpty();
    assertThat(report.findings()).extracting(Finding::examined).doesNotContain(0L);
    assertThat(report.findings()).extracting(Finding::invariant).doesNotHaveDuplicates();
  }

  /// A row in the archive was written when it was moved there, long after it was decided.
  @Test
  void aFullyArchivedHistoryPasses() throws Exception {
    String archiving =
        """
        INSERT INTO account_entry_archive SELECT * FROM account_entry;
        DELETE FROM account_entry;
        INSERT INTO stock_entry_archive SELECT * FROM stock_entry;
        DELETE FROM stock_entry;
        INSERT INTO permission_entry_archive SELECT * FROM permission_entry;
        DELETE FROM permission_entry;
        INSERT INTO idempotency_archive SELECT * FROM idempotency;
        UPDATE idempotency SET verdict = 'archived', detail = '{}';
        """;

    assertThat(auditAfter(archiving, file(valid)).broken()).isEmpty();
  }

  /// The callers' clock is half a second behind, which matters only without a tolerance.
  @Test
  void toleratesClockDifferencesIfConfigured() throws Exception {
    List<Exchange> behind =
        valid.stream().map(each -> HistoryTampering.shifted(each, -500, -500)).toList();

    assertThat(audit("valid", file(behind), Duration.ZERO).broken()).isNotEmpty();
    assertThat(audit("valid", file(behind), Duration.ofMillis(500)).broken()).isEmpty();
  }

  static List<HistoryTampering> tamperings() {
    return Stream.of(
            HistoryTampering.OF_ANSWERS,
            HistoryTampering.OF_REFUSALS,
            HistoryTampering.OF_READS,
            HistoryTampering.OF_ORDER,
            HoldHistoryTamperings.ALL)
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void isCaughtByName(HistoryTampering tampering) throws Exception {
    Set<String> expected = new TreeSet<>(tampering.brokenAsWell());
    expected.add(tampering.invariant());
    AuditReport report = auditAfter(tampering.sql(), file(tampering.edit().apply(valid)));
    assertThat(report.broken())
        .as(report.broken().toString())
        .extracting(Finding::invariant)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  static List<String> invariants() {
    return Stream.concat(
            Audit.OF_HISTORY.stream().map(Invariant::name), Stream.of(EffectOrder.IN_REAL_TIME))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("invariants")
  void everyInvariantIsTamperedWith(String invariant) {
    assertThat(tamperings()).extracting(HistoryTampering::invariant).contains(invariant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{} {}",
        "{}",
        "{'operation':'transfer','caller':'a','request':'','sentAt':'2026-01-01T00:00:00Z'}",
        "{'operation':'stock','caller':'a','request':'','sentAt':'2026-01-01'}",
        "{'operation':'stock','caller':'a','request':'','sentAt':'2026-01-01T00:00:00Z','x':1}",
        "{'operation':'stock','caller':'a','request':'','sentAt':'2026-01-01T00:00:00Z','body':''}",
        "{'operation':'withdraw','caller':'a','request':'','sentAt':'2026-01-01T00:00:00Z'}",
        "{'operation':'stock','operation':'stock'}"
      })
  void aMalformedLineIsRejectedWithItsNumber(String line) throws Exception {
    Path file = file(valid.subList(0, 2));
    Files.writeString(file, Files.readString(file) + line.replace('\'', '"') + "\n");

    assertThatThrownBy(() -> audit("valid", file, Duration.ZERO))
        .isInstanceOf(UnusableHistoryException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line 3 ");
  }

  /// Texts that could break COPY, jsonb or a query.
  @Test
  void strangeTextsDoNotBreakTheAudit() throws Exception {
    Exchange first = valid.getFirst();
    String strange = "\t\\.\n\r\\N\"\u0000{\"amount\":1e999999,\"from\":1.5,\"x\":\"\\u0000\"}";
    List<Exchange> lines =
        Stream.of(strange, strange.substring(9), "[[[", "null", "")
            .map(text ->
                new Exchange(
                    Operations.TRANSFER,
                    "nobody" + text,
                    first.key(),
                    first.ifMatch(),
                    text,
                    first.sentAt(),
                    first
                        .answer()
                        .map(a -> new Exchange.Answer(a.at(), 400, false, a.etag(), text))))
            .toList();

    assertThat(audit("valid", file(lines), Duration.ZERO).broken()).isEmpty();
  }

  @Test
  void aUserWhoMayNotCreateTemporaryTablesGetsAReason() throws Exception {
    server.create("without_temporary", "valid");
    server.run(
        "without_temporary",
        """
        CREATE ROLE reader LOGIN PASSWORD 'reader';
        GRANT pg_read_all_data TO reader;
        REVOKE TEMPORARY ON DATABASE without_temporary FROM PUBLIC;
        """);
    String url = server.url("without_temporary").replaceFirst("\\?.*", "");

    try (Connection connection = DriverManager.getConnection(url, "reader", "reader")) {
      assertThatThrownBy(() -> Audit.run(connection, file(valid), Duration.ZERO))
          .isInstanceOf(UnusableHistoryException.class)
          .hasMessageContaining("GRANT TEMPORARY");
    }
  }

  @Test
  void leavesTheConnectionAndItsTemporaryTablesAsTheyWere() throws Exception {
    try (Connection connection = server.connect("valid");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE mine ()");
      Audit.run(connection, file(valid), Duration.ZERO);
      Audit.run(connection, file(valid), Duration.ZERO);

      assertThat(connection.getAutoCommit()).isTrue();
      statement.execute("CREATE TEMPORARY TABLE exchange ()");
      statement.execute("SELECT * FROM mine");
    }
  }

  private static Path file(List<Exchange> exchanges) throws Exception {
    Path file = folder.resolve("history.jsonl");
    try (HistoryWriter writer = HistoryWriter.to(file)) {
      for (Exchange exchange : exchanges) {
        writer.write(exchange);
      }
    }
    return file;
  }

  private static AuditReport auditAfter(String sql, Path file) throws Exception {
    try (Connection connection = server.tampered("valid", sql);
        HistoryTables tables = HistoryTables.load(connection, file, Duration.ZERO)) {
      return Audit.inTransaction(connection, AuditSettings.DEFAULT, tables);
    }
  }

  private static AuditReport audit(String database, Path file, Duration clockTolerance)
      throws Exception {
    try (Connection connection = server.connect(database)) {
      return Audit.run(connection, file, clockTolerance);
    }
  }
}
