package dev.interlock.database;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who claims to be the database must prove it, on a PostgreSQL with a certificate for 127.0.0.2,
/// which is not taken for this machine.
class TlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    makeCertificate("server");
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1,127.0.0.2,127.0.0.3")
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", folder.resolve("server.pem").toString())
            .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void databaseWithACertificateOfOursIsBelieved() throws Exception {
    assertEncrypted(folder.resolve("server.pem").toString());
  }

  @Test
  void certificateItselfStandsForItsFile() throws Exception {
    assertEncrypted(Files.readString(folder.resolve("server.pem")));
  }

  private static void assertEncrypted(String rootCertificate) throws SQLException {
    try (Database database = database("127.0.0.2", rootCertificate);
        Connection connection = database.open();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
    }
  }

  @Test
  void certificateOfAnAuthorityThatNobodyTrustsIsNotBelieved() {
    assertRefused("127.0.0.2", "");
  }

  @Test
  void certificateForAnotherHostIsNotBelieved() {
    assertRefused("127.0.0.3", folder.resolve("server.pem").toString());
  }

  @Test
  void certificateItselfIsForItsHostOnly() throws Exception {
    assertRefused("127.0.0.3", Files.readString(folder.resolve("server.pem")));
  }

  @Test
  void anotherCertificateIsNotBelieved() throws Exception {
    makeCertificate("another");
    assertRefused("127.0.0.2", Files.readString(folder.resolve("another.pem")));
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

  // The JDK's keytool makes it; PostgreSQL wants certificate and key apart, as PEM.
  private static void makeCertificate(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=database",
                "-ext",
                "san=ip:127.0.0.2",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    pem(name + ".pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
    Path keyFile = pem(name + ".key", "PRIVATE KEY", key);
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
  }

  private static Path pem(String name, String kind, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    String text = "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    return Files.writeString(folder.resolve(name), text);
  }
}
