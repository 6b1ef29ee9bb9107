package dev.interlock.audit;

import dev.interlock.audit.seal.Seal;
import dev.interlock.audit.seal.SealPass;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// The checks of one audit, in the snapshot that its connection has open.
final class Checks {

  private final Connection connection;
  private final AuditSettings settings;
  private final int total;
  private final List<Finding> findings = new ArrayList<>();
  private Optional<Seal> seal = Optional.empty();

  /// @param total how many checks there will be
  Checks(Connection connection, AuditSettings settings, int total) {
    this.connection = connection;
    this.settings = settings;
    this.total = total;
  }

  void ofJournals(boolean withHistory) throws SQLException {
    for (Invariant invariant : Audit.INVARIANTS) {
      check(invariant);
    }
    for (Invariant invariant : ContributedInvariants.of(settings)) {
      check(invariant);
    }
    add(CommandFingerprints.check(connection, settings));
    for (Finding finding : EffectOrder.check(connection, settings, withHistory)) {
      add(finding);
    }
  }

  void check(Invariant invariant) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String obstacle = firstColumn(statement, invariant.obstacle());
      if (obstacle.isEmpty()) {
        add(examine(statement, invariant));
      } else {
        add(Finding.unchecked(invariant, obstacle));
      }
    }
  }

  void ofSeal(SealPass pass) throws SQLException {
    pass.run(connection, comparison -> add(Finding.of(comparison)));
    seal = Optional.of(pass.seal());
  }

  AuditReport report() throws SQLException {
    return new AuditReport(
        findings, UnauditedOperation.find(connection, settings), settings.clockTolerance(), seal);
  }

  private void add(Finding finding) {
    findings.add(finding);
    settings.progress().checked(Math.min(findings.size(), total), total);
  }

  private Finding examine(Statement statement, Invariant invariant) throws SQLException {
    long examined = Long.parseLong(firstColumn(statement, invariant.examined()));
    // Inside a transaction this makes the driver read through a cursor, so that memory stays
    // bounded even when every row offends.
    statement.setFetchSize(Audit.ROWS_PER_FETCH);
    long offences = 0;
    List<String> shown = new ArrayList<>();
    try (ResultSet offenders = statement.executeQuery(settings.in(invariant.offenders()))) {
      while (offenders.next()) {
        if (offences < Audit.ROWS_SHOWN_MAX) {
          shown.add(describe(offenders));
        }
        offences++;
      }
    }
    return new Finding(invariant.id(), invariant.name(), examined, offences, shown);
  }

  /// The first column of the first row; empty when there is no query or no row.
  private String firstColumn(Statement statement, String sql) throws SQLException {
    if (sql.isEmpty()) {
      return "";
    }
    try (ResultSet row = statement.executeQuery(settings.in(sql))) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private static String describe(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    StringJoiner described = new StringJoiner(" ");
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      described.add(columns.getColumnLabel(column) + "=" + row.getString(column));
    }
    return described.toString();
  }
}
