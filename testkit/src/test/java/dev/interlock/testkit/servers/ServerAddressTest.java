package dev.interlock.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://us%40er:pass%3Aword+@db.example:6543/data?sslmode=require",
        "postgres://us%40er:pass%3Aword+@db.example:6543/data?sslmode=require",
        "jdbc:postgresql://db.example:6543/data?user=us%40er&password=pass:word%2B&sslmode=require"
      })
  void everySpellingIsTheSameAddress(String url) {
    assertThat(ServerAddress.parse(url))
        .isEqualTo(
            new ServerAddress(
                "db.example", 6543, "data", "us@er", "pass:word+", Map.of("sslmode", "require")));
  }

  @Test
  void portAndDatabaseHaveTheDriversDefaults() {
    ServerAddress address = ServerAddress.parse("postgresql://user@db.example");
    assertThat(address.port()).isEqualTo(5432);
    assertThat(address.database()).isEqualTo("user");
    assertThat(address.password()).isEmpty();
  }

  @Test
  void functionBeyondThisMachineIsNotToldToTrustAnybody() {
    ServerAddress far =
        ServerAddress.parse("postgresql://u:p@db.example/d?sslmode=require&sslrootcert=/ca.pem");
    assertThat(far.requiresTls()).isTrue();
    assertThat(far.functionUrl("t", Map.of()))
        .isEqualTo("postgresql://db.example:5432/t?sslrootcert=%2Fca.pem");
    assertThat(far.functionUrlVia(99, "t", Map.of("a", "b c")))
        .isEqualTo("postgresql://127.0.0.1:99/t?a=b%20c");
    assertThat(far.rootCertificate()).isEqualTo("/ca.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://u:secret@h/d", "u:secret@h/d", "postgresql:secret", "secret"})
  void anythingElseIsRefusedWithoutSayingThePassword(String url) {
    assertThatThrownBy(() -> ServerAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("secret");
  }
}
