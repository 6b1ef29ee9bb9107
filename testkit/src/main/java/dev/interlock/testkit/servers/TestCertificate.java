package dev.interlock.testkit.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A server's self-signed certificate and its key, in separate PEM files, as PostgreSQL expects.
///
/// @param certificate also the root that clients have to trust
public record TestCertificate(Path certificate, Path key) {

  private static final String PASSWORD = "changeit";

  /// Creates one with the JDK's keytool.
  ///
  /// @param subject the name it is for, such as `ip:127.0.0.2` or `dns:database.test`
  public static TestCertificate create(Path folder, String subject)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve("server.p12");
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
                "san=" + subject,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new AssertionError("keytool made no certificate");
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Path certificate =
        pem(folder, "server.pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    byte[] secret = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
    Path key = pem(folder, "server.key", "PRIVATE KEY", secret);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return new TestCertificate(certificate, key);
  }

  private static Path pem(Path folder, String name, String kind, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    String text = "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    return Files.writeString(folder.resolve(name), text);
  }
}
