package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the environment variables of a function may and may not say of its database.
class DatabaseSettingsTest {

  private static final String REMOTE = "postgresql://db.example.com/interlock";

  @ParameterizedTest
  @CsvSource({
    "postgresql://db.example.com:6432/interlock, db.example.com, 6432",
    "jdbc:postgresql://db.example.com/interlock?connectTimeout=1, db.example.com, 5432",
    "postgresql://127.0.0.1:1/interlock, 127.0.0.1, 1",
  })
  void hostAndPortAreTheUrls(String url, String host, int port) {
    DatabaseSettings settings = of(url);
    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.port()).isEqualTo(port);
    assertThat(settings.jdbcUrl()).startsWith("jdbc:postgresql://" + host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REMOTE,
        "postgresql://10.0.0.1/interlock",
        "postgresql://localhost.example.com/interlock",
        "postgresql://localhost,db.example.com/interlock",
        REMOTE + "?sslmode=verify-full&sslrootcert=/ca.pem",
      })
  void tlsIsVerifiedInFullElsewhereThanOnThisMachine(String url) {
    assertThat(of(url).properties()).containsEntry("sslmode", "verify-full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void thisMachineNeedsNoTls(String host) {
    assertThat(of("postgresql://" + host + "/interlock").properties())
        .doesNotContainKeys("sslmode", "sslfactory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslmode=disable",
        "sslmode=require",
        "SSLMODE=prefer",
        "sslmode=verify-ca",
        "ssl=true",
        "sslfactory=org.postgresql.ssl.NonValidatingFactory",
        "sslhostnameverifier=any",
      })
  void urlThatWeakensTlsIsRefused(String parameter) {
    assertThatThrownBy(() -> of(REMOTE + "?connectTimeout=1&" + parameter))
        .hasMessageContaining("verify-full");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://alice:secret@db.example.com/interlock",
        REMOTE + "?user=alice",
        REMOTE + "?connectTimeout=1&password=secret",
      })
  void urlWithACredentialIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> of(url))
        .hasMessageContaining("must not carry credentials")
        .hasMessageNotContaining("secret");
  }

  @Test
  void authoritiesToTrustAreTheFilesOrElseTheJvms() {
    Map<String, String> environment = environment(REMOTE);
    assertThat(DatabaseSettings.of(environment).properties())
        .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    environment.put("DATABASE_ROOT_CERTIFICATE", "/opt/ca.pem");
    assertThat(DatabaseSettings.of(environment).properties())
        .containsEntry("sslrootcert", "/opt/ca.pem")
        .doesNotContainKey("sslfactory");
  }

  @Test
  void settingsThatOnlyPostgresKnowsGoToPostgresOnly() {
    Map<String, String> environment = environment(REMOTE);
    assertThat(options(environment)).contains("plan_cache_mode", "statement_timeout=15000");
    environment.put("DATABASE_PRODUCT", "cockroachdb");
    environment.put("FUNCTION_TIMEOUT_SECONDS", "20");
    assertThat(options(environment))
        .isEqualTo(
            "-c default_transaction_isolation=serializable -c statement_timeout=20000"
                + " -c lock_timeout=4000");
    environment.put("DATABASE_PRODUCT", "mysql");
    assertThatThrownBy(() -> options(environment)).hasMessageContaining("mysql");
  }

  @Test
  void connectionsAreAsManyAsInvocationsAtOnce() {
    Map<String, String> environment = environment(REMOTE);
    assertThat(DatabaseSettings.of(environment).connectionsMax()).isEqualTo(1);
    environment.put("AWS_LAMBDA_MAX_CONCURRENCY", "8");
    assertThat(DatabaseSettings.of(environment).connectionsMax()).isEqualTo(8);
  }

  @Test
  void exactlyOneWayToACredentialMustBeChosen() {
    Map<String, String> environment = environment(REMOTE);
    // As the template passes what was left out.
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
