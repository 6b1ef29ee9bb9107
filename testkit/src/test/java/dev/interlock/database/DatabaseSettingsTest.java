package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.servers.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The environment variables that describe a function's database, and those that it rejects.
class DatabaseSettingsTest {

  private static final String REMOTE = "postgresql://db.example.com/interlock";

  @TempDir static Path folder;

  private static String rootCertificate;

  @BeforeAll
  static void makeRootCertificate() throws Exception {
    rootCertificate = TestCertificate.create(folder, "dns:db.example.com").certificate().toString();
  }

  @Test
  void driverUrlHasOnlyHostPortAndDatabase() {
    DatabaseSettings settings = of("postgresql://db.example.com:6432/a%2Fb?application_name=till");
    assertThat(settings.url().jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.com:6432/a%2Fb");
    assertThat(settings.properties()).containsEntry("ApplicationName", "till");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REMOTE,
        "postgresql://10.0.0.1/interlock",
        "postgresql://localhost.example.com/interlock",
        "postgresql://localhost./interlock",
        "postgresql://127.1/interlock",
        "postgresql://127.0.0.2/interlock",
        "postgresql://0.0.0.0/interlock",
        "postgresql://2130706433/interlock",
        "postgresql://[::]/interlock",
        "postgresql://[::ffff:127.0.0.1]/interlock",
        "postgresql://localhost,db.example.com/interlock?targetServerType=primary",
        REMOTE + "?sslmode=verify-full",
      })
  void tlsIsVerifiedInFullElsewhereThanOnThisMachine(String url) {
    assertThat(of(url).properties())
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost", "127.0.0.1", "[::1]"})
  void thisMachineNeedsNoTls(String host) {
    assertThat(of("postgresql://" + host + "/interlock").properties())
        .doesNotContainKeys("sslmode", "sslfactory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "allow", "prefer", "require", "verify-ca", "VERIFY-FULL", ""})
  void urlThatWeakensTlsIsRefused(String mode) {
    assertThatThrownBy(() -> of(REMOTE + "?sslmode=" + mode)).hasMessageContaining("sslmode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "prefer", "require", "verify-ca", "verify-full"})
  void onThisMachineTheUrlChoosesTheSslmode(String mode) {
    assertThat(of("postgresql://localhost/x?sslmode=" + mode).properties())
        .containsEntry("sslmode", mode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://alice:secret@db.example.com/interlock",
        "postgresql://@db.example.com/interlock",
        "postgresql://:secret@db.example.com/interlock",
        REMOTE + "?user=alice",
        REMOTE + "?currentSchema=app&password=secret",
      })
  void urlWithACredentialIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> of(url))
        .hasMessageContaining("must not carry credentials")
        .hasMessageNotContaining("secret");
  }

  @Test
  void urlAndVariableMustNotNameDifferentRootCertificates() {
    Map<String, String> byVariable = environment(REMOTE);
    byVariable.put("DATABASE_ROOT_CERTIFICATE", rootCertificate);
    Map<String, String> byBoth = environment(REMOTE + "?sslrootcert=" + rootCertificate);
    byBoth.put("DATABASE_ROOT_CERTIFICATE", rootCertificate);
    for (Map<String, String> environment :
        java.util.List.of(
            byVariable, byBoth, environment(REMOTE + "?sslrootcert=" + rootCertificate))) {
      assertThat(DatabaseSettings.of(environment).properties())
          .containsEntry("sslmode", "verify-full")
          .containsEntry("sslrootcert", rootCertificate)
          .doesNotContainKey("sslfactory");
    }
    byBoth.put("DATABASE_ROOT_CERTIFICATE", folder.toString());
    assertThatThrownBy(() -> DatabaseSettings.of(byBoth))
        .hasMessageContaining("differs from DATABASE_ROOT_CERTIFICATE");
  }

  @Test
  void rootCertificateIsVerifiedOnThisMachineToo() {
    String here = "postgresql://localhost/interlock?sslrootcert=" + rootCertificate;
    assertThat(of(here).properties()).containsEntry("sslmode", "verify-full");
    assertThatThrownBy(() -> of(here + "&sslmode=require")).hasMessageContaining("does not verify");
  }

  /// Otherwise every call would use up its attempts at connecting.
  @Test
  void malformedRootCertificateIsRejectedAtStartUp() throws IOException {
    Path text = Files.writeString(folder.resolve("hostname"), "db.example.com");
    Path folderItself = Files.createDirectories(folder.resolve("folder"));
    String torn = "-----BEGIN CERTIFICATE-----\nxyz\n-----END CERTIFICATE-----\n";
    for (String root : java.util.List.of(text.toString(), folderItself.toString(), torn)) {
      Map<String, String> environment = environment(REMOTE);
      environment.put("DATABASE_ROOT_CERTIFICATE", root);
      assertThatThrownBy(() -> DatabaseSettings.of(environment))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("root certificate");
    }
  }

  @Test
  void missingRootCertificateIsRejectedAtStartUp() {
    Map<String, String> environment = environment(REMOTE);
    environment.put("DATABASE_ROOT_CERTIFICATE", "/nowhere/ca.pem");
    assertThatThrownBy(() -> DatabaseSettings.of(environment))
        .hasMessageContaining("cannot be read: /nowhere/ca.pem");
  }

  @Test
  void postgresOnlySettingsAreSentToPostgresOnly() {
    Map<String, String> environment = environment(REMOTE);
    assertThat(options(environment))
        .contains(
            "plan_cache_mode", "statement_timeout=15000", "idle_in_transaction_session_timeout");
    environment.put("DATABASE_PRODUCT", "cockroachdb");
    environment.put("FUNCTION_TIMEOUT_SECONDS", "20");
    assertThat(options(environment))
        .isEqualTo(
            "-c default_transaction_isolation=serializable -c statement_timeout=20000"
                + " -c idle_in_transaction_session_timeout=5000 -c lock_timeout=2416");
    environment.put("DATABASE_PRODUCT", "mysql");
    assertThatThrownBy(() -> options(environment)).hasMessageContaining("mysql");
  }

  @ParameterizedTest
  @CsvSource({"session, 1", "transaction, 0"})
  void poolerGetsNoStartupOptionsAndOnlySessionModeKeepsStatements(
      String pooler, String prepareThreshold) {
    Map<String, String> environment = environment(REMOTE);
    environment.put("DATABASE_POOLER", pooler);
    assertThat(DatabaseSettings.of(environment).properties())
        .doesNotContainKey("options")
        .containsEntry("prepareThreshold", prepareThreshold);
    environment.put("DATABASE_URL", REMOTE + "?currentSchema=app");
    assertThatThrownBy(() -> DatabaseSettings.of(environment))
        .hasMessageContaining("currentSchema")
        .hasMessageContaining("search_path");
  }

  @Test
  void unsupportedPoolerIsRefused() {
    Map<String, String> environment = environment(REMOTE);
    environment.put("DATABASE_POOLER", "statement");
    assertThatThrownBy(() -> DatabaseSettings.of(environment))
        .hasMessage("DATABASE_POOLER must be none, session or transaction, not statement");
    environment.put("DATABASE_POOLER", "transaction");
    environment.put("DATABASE_PRODUCT", "cockroachdb");
    assertThatThrownBy(() -> DatabaseSettings.of(environment)).hasMessageContaining("CockroachDB");
  }

  @Test
  void onlyDirectReadsHaveReadOnlySessions() {
    Map<String, String> environment = environment(REMOTE);
    DatabaseSettings direct = DatabaseSettings.of(environment).forReads();
    assertThat(direct.properties().get("options")).contains("default_transaction_read_only=on");
    assertThat(direct.readOnlyTransactions()).isFalse();
    environment.put("DATABASE_URL", REMOTE + "?targetServerType=primary");
    assertInTransactions(environment);
    environment.put("DATABASE_URL", REMOTE);
    environment.put("DATABASE_POOLER", "session");
    assertInTransactions(environment);
  }

  private static void assertInTransactions(Map<String, String> environment) {
    DatabaseSettings reads = DatabaseSettings.of(environment).forReads();
    assertThat(reads.readOnlyTransactions()).isTrue();
    assertThat(reads.properties().getOrDefault("options", "")).doesNotContain("read_only");
  }

  @Test
  void poolSizeIsTheMaximumConcurrency() {
    Map<String, String> environment = environment(REMOTE);
    assertThat(DatabaseSettings.of(environment).connectionsMax()).isEqualTo(1);
    environment.put("AWS_LAMBDA_MAX_CONCURRENCY", "8");
    assertThat(DatabaseSettings.of(environment).connectionsMax()).isEqualTo(8);
  }

  @Test
  void exactlyOneCredentialSourceIsRequired() {
    Map<String, String> environment = environment(REMOTE);
    // The template passes an omitted parameter as an empty text.
    environment.put("DATABASE_SECRET_ARN", "");
    environment.put("DATABASE_IAM_AUTH", "false");
    environment.put("DATABASE_USER", "interlock_function");
    assertThatThrownBy(() -> CredentialSource.of(environment, of(REMOTE)))
        .hasMessageContaining("DATABASE_PASSWORD", "DATABASE_SECRET_ARN", "DATABASE_IAM_AUTH");
    environment.put("DATABASE_PASSWORD", "secret");
    assertThat(CredentialSource.of(environment, of(REMOTE))).isNotNull();
    environment.put("DATABASE_IAM_AUTH", "true");
    assertThatThrownBy(() -> CredentialSource.of(environment, of(REMOTE)))
        .hasMessageNotContaining("secret");
  }

  @Test
  void tokenIsForOneHost() {
    Map<String, String> environment = environment(REMOTE);
    environment.put("DATABASE_USER", "interlock_function");
    environment.put("DATABASE_IAM_AUTH", "true");
    DatabaseSettings two = of("postgresql://db1,db2:5433/interlock?targetServerType=primary");
    assertThatThrownBy(() -> CredentialSource.of(environment, two))
        .hasMessageContaining("needs one host");
  }

  private static String options(Map<String, String> environment) {
    return DatabaseSettings.of(environment).properties().getOrDefault("options", "");
  }

  private static DatabaseSettings of(String url) {
    return DatabaseSettings.of(environment(url));
  }

  private static Map<String, String> environment(String url) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("DATABASE_URL", url);
    return environment;
  }
}
