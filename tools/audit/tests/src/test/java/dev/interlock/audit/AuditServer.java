package dev.interlock.audit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/// The PostgreSQL of one test class, on a free port, whose databases are copied from each other.
final class AuditServer implements AutoCloseable {

  /// Has the tables and the functions' role, and no rows.
  static final String EMPTY = "empty";

  /// The fingerprint of a command, written in SQL a second time.
  private static final String FINGERPRINT =
      """
      CREATE FUNCTION fingerprint(VARIADIC parts text[]) RETURNS bytea LANGUAGE sql AS $$
        SELECT sha256(string_agg(
          int4send(octet_length(convert_to(part, 'UTF8'))) || convert_to(part, 'UTF8'),
          '' ORDER BY place))
        FROM unnest(parts) WITH ORDINALITY AS u (part, place)
      $$
      """;

  private final EmbeddedPostgres postgres;

  private AuditServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  static AuditServer start() throws IOException, SQLException {
    AuditServer server =
        new AuditServer(EmbeddedPostgres.builder().setServerConfig("fsync", "off").start());
    server.create(EMPTY, "template1");
    server.run(EMPTY, resource("/db/schema.sql"));
    server.run(EMPTY, resource("/db/roles.sql"));
    server.run(EMPTY, FINGERPRINT);
    return server;
  }

  void create(String database, String template) throws SQLException {
    run("postgres", "CREATE DATABASE " + database + " TEMPLATE " + template);
  }

  Connection connect(String database) throws SQLException {
    return postgres.getDatabase("postgres", database).getConnection();
  }

  String url(String database) {
    return postgres.getJdbcUrl("postgres", database);
  }

  void run(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long count(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  AuditReport audit(String database) throws SQLException {
    try (Connection connection = connect(database)) {
      return Audit.run(connection);
    }
  }

  /// A session with a transaction in which some statements have run; its end rolls them back. A
  /// copy of the database would need hundreds of files.
  Connection tampered(String database, String sql) throws SQLException {
    Connection connection = connect(database);
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// The finding about one invariant.
  static Finding finding(AuditReport report, String invariant) {
    return report.findings().stream()
        .filter(finding -> finding.invariant().equals(invariant))
        .findFirst()
        .orElseThrow();
  }

  static String resource(String path) throws IOException {
    try (InputStream in = AuditServer.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
