package dev.interlock.emulator.database;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// A server's key and its self-signed certificate, in PEM files.
///
/// @param certificate also the root to trust: it vouches for this server and no other
/// @param key readable by this user only, as PostgreSQL insists
record ServerCertificate(Path certificate, Path key) {
  private static final String ALIAS = "server";
  private static final int DAYS = 365;

  /// The certificate of the server in a folder.
  static ServerCertificate in(Path folder) {
    return new ServerCertificate(folder.resolve("server.crt"), folder.resolve("server.key"));
  }

  /// Makes both files, replacing those of an earlier start.
  ///
  /// @param host the name that the certificate is for
  static ServerCertificate create(Path folder, String host) throws IOException {
    ServerCertificate made = in(folder);
    Path store = folder.resolve("server.p12");
    Files.deleteIfExists(store);
    String password = UUID.randomUUID().toString();
    try {
      keytool(store, password, host);
      made.write(store, password.toCharArray());
    } catch (GeneralSecurityException impossible) {
      throw new IOException(impossible);
    } finally {
      Files.deleteIfExists(store);
    }
    return made;
  }

  /// The certificate as PEM text.
  String pem() throws IOException {
    return Files.readString(certificate, US_ASCII);
  }

  // keytool is the JDK's only way to make a certificate.
  private static void keytool(Path store, String password, String host) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-storetype",
            "PKCS12",
            "-dname",
            "CN=" + host,
            "-ext",
            "SAN=DNS:" + host,
            "-validity",
            Integer.toString(DAYS),
            "-keystore",
            store.toString(),
            "-storepass:env",
            "STORE_PASSWORD");
    ProcessBuilder keytool = new ProcessBuilder(command).redirectErrorStream(true);
    keytool.environment().put("STORE_PASSWORD", password);
    Path output = Files.createTempFile("interlock", ".out");
    try {
      if (keytool.redirectOutput(output.toFile()).start().waitFor() != 0) {
        throw new SetupException("keytool failed: " + Files.readString(output).strip());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      Files.delete(output);
    }
  }

  private void write(Path store, char[] password) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, password);
    }
    Files.writeString(
        certificate, pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()), US_ASCII);
    Files.deleteIfExists(key);
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey(ALIAS, password).getEncoded()), US_ASCII);
  }

  private static String pem(String what, byte[] encoded) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
  }
}
