package dev.interlock.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks and completes the TLS parameters of a [DatabaseUrl]. Every server on another machine is
/// verified.
final class TlsRules {

  static final String MODE = "sslmode";
  static final String ROOT_CERTIFICATE = "sslrootcert";
  static final String VERIFY_FULL = "verify-full";

  private static final String VERIFY_CA = "verify-ca";
  private static final Set<String> VERIFYING = Set.of(VERIFY_CA, VERIFY_FULL);
  private static final Set<String> MODES =
      Set.of("disable", "allow", "prefer", "require", VERIFY_CA, VERIFY_FULL);

  private TlsRules() {}

  static void check(List<DatabaseUrl.Host> hosts, Map<String, String> parameters) {
    String mode = parameters.get(MODE);
    if (mode != null && !MODES.contains(mode)) {
      throw new IllegalArgumentException("must set sslmode to verify-full");
    }
    if (mode != null && !areHere(hosts) && !mode.equals(VERIFY_FULL)) {
      throw new IllegalArgumentException("must not weaken sslmode=verify-full");
    }
    String rootCertificate = parameters.get(ROOT_CERTIFICATE);
    if (rootCertificate == null) {
      return;
    }
    if (mode != null && !VERIFYING.contains(mode)) {
      throw new IllegalArgumentException(
          "must not combine a root certificate with an sslmode that does not verify it");
    }
    try (InputStream file = Files.newInputStream(Path.of(rootCertificate))) {
      requireCertificate(file);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "has a root certificate that cannot be read: " + rootCertificate, unreadable);
    }
  }

  /// Rejects a malformed certificate at start-up. Otherwise each connection would fail.
  static void requireCertificate(InputStream pem) {
    try {
      if (CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
        throw new IllegalArgumentException("has a root certificate file without a certificate");
      }
    } catch (CertificateException malformed) {
      throw new IllegalArgumentException("has a root certificate that is malformed", malformed);
    }
  }

  /// Adds the defaults of parameters that the URL does not set.
  static void complete(Map<String, String> properties, List<DatabaseUrl.Host> hosts) {
    boolean rootCertificate = properties.containsKey(ROOT_CERTIFICATE);
    if (!areHere(hosts) || rootCertificate) {
      properties.putIfAbsent(MODE, VERIFY_FULL);
    }
    if (VERIFYING.contains(properties.getOrDefault(MODE, "")) && !rootCertificate) {
      // By default the driver reads a file in the home directory, and Lambda has none.
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
  }

  private static boolean areHere(List<DatabaseUrl.Host> hosts) {
    return hosts.stream().allMatch(DatabaseUrl.Host::isThisMachine);
  }
}
