package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.servers.RetriedConnection;
import dev.interlock.testkit.servers.TestCertificate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server must prove its identity. The test's PostgreSQL has a certificate for 127.0.0.2, which
/// counts as another machine.
class TlsTest {

  @TempDir static Path folder;

  private static TestCertificate certificate;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.create(folder, "ip:127.0.0.2");
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1,127.0.0.2,127.0.0.3")
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", certificate.certificate().toString())
            .setServerConfig("ssl_key_file", certificate.key().toString())
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void trustedCertificateIsAccepted() throws SQLException {
    assertEncrypted(certificate.certificate().toString());
  }

  @Test
  void pemTextCertificateWorksLikeItsFile() throws Exception {
    assertEncrypted(Files.readString(certificate.certificate()));
  }

  private static void assertEncrypted(String rootCertificate) throws SQLException {
    try (Database database = database("127.0.0.2", rootCertificate);
        Connection connection = RetriedConnection.of(database);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
    }
  }

  /// Bytes that wait in an encrypted connection cannot be seen without reading them.
  @Test
  void connectionThatTheServerEndedIsReplacedBeforeItsNextUse() throws Exception {
    try (Database database = database("127.0.0.2", certificate.certificate().toString())) {
      int first = backend(database);
      try (Connection administrator = server.getPostgresDatabase().getConnection();
          PreparedStatement terminate =
              administrator.prepareStatement("SELECT pg_terminate_backend(?, 10000)")) {
        terminate.setInt(1, first);
        terminate.execute();
      }
      // After a shorter pause nothing is read.
      Thread.sleep(200);
      assertThat(backend(database)).isNotEqualTo(first);
    }
  }

  private static int backend(Database database) throws SQLException {
    try (Connection connection = RetriedConnection.of(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void certificateOfAnUntrustedAuthorityIsRejected() {
    assertRefused("127.0.0.2", "");
  }

  @Test
  void certificateForAnotherHostIsRejected() {
    assertRefused("127.0.0.3", certificate.certificate().toString());
  }

  @Test
  void pemTextCertificateIsRejectedForAnotherHost() throws Exception {
    assertRefused("127.0.0.3", Files.readString(certificate.certificate()));
  }

  @Test
  void anotherCertificateIsNotTrusted() throws Exception {
    TestCertificate another =
        TestCertificate.create(Files.createDirectory(folder.resolve("another")), "ip:127.0.0.2");
    assertRefused("127.0.0.2", Files.readString(another.certificate()));
  }

  private static void assertRefused(String host, String rootCertificate) {
    try (Database database = database(host, rootCertificate)) {
      assertThatThrownBy(() -> database.open().close())
          .isInstanceOf(SQLException.class)
          .satisfies(e -> assertThat(SqlState.of((SQLException) e)).startsWith("08"))
          .satisfiesAnyOf(
              e -> assertThat(e).hasCauseInstanceOf(SSLException.class),
              e -> assertThat(e).hasMessageContaining("127.0.0.3"));
    }
  }

  private static Database database(String host, String rootCertificate) {
    Map<String, String> environment = new HashMap<>();
    environment.put("DATABASE_URL", "postgresql://" + host + ":" + server.getPort() + "/postgres");
    environment.put("DATABASE_USER", "postgres");
    environment.put("DATABASE_PASSWORD", "not asked for");
    environment.put("DATABASE_ROOT_CERTIFICATE", rootCertificate);
    return Database.of(environment);
  }
}
