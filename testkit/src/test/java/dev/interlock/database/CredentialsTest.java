package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.calls.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When a credential is fetched again, and when it is not.
class CredentialsTest {

  private final AtomicInteger fetched = new AtomicInteger();
  private final WallClock clock = new WallClock();
  private final Credentials credentials =
      new Credentials(
          () -> new Credential("function", "password-" + fetched.incrementAndGet()), clock);

  @Test
  void oneCredentialServesAllConnections() {
    assertThat(password()).isEqualTo("password-1");
    clock.pass(Duration.ofHours(5));
    assertThat(password()).isEqualTo("password-1");
  }

  @Test
  void refusedCredentialIsFetchedAgainOnceForAllConnections() {
    password();
    clock.pass(Duration.ofHours(1));
    int generation = credentials.generation();
    credentials.refused(generation);
    assertThat(password()).isEqualTo("password-2");
    // The other connections report their refusals later.
    credentials.refused(generation);
    assertThat(password()).isEqualTo("password-2");
  }

  @Test
  void sourceOfRefusedCredentialsIsAskedOnceASecond() {
    password();
    clock.pass(Duration.ofHours(1));
    for (int attempt = 0; attempt < 20; attempt++) {
      credentials.refused(credentials.generation());
      password();
      clock.pass(Duration.ofMillis(200));
    }
    assertThat(fetched).hasValueBetween(4, 6);
  }

  @Test
  void failingSourceIsAskedOnceASecond() {
    Credentials without =
        new Credentials(
            () -> {
              fetched.incrementAndGet();
              throw new IOException("none");
            },
            clock);
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThatThrownBy(() -> without.getSecurityProperties(""))
          .isInstanceOf(UncheckedIOException.class);
      clock.pass(Duration.ofMillis(200));
    }
    assertThat(fetched).hasValueBetween(3, 5);
  }

  @Test
  void expiredCredentialIsFetchedAgain() {
    Credentials expiring =
        new Credentials(
            new CredentialSource() {
              @Override
              public Credential fetch() {
                return new Credential("function", "token-" + fetched.incrementAndGet());
              }

              @Override
              public Duration validity() {
                return Duration.ofMinutes(10);
              }
            },
            clock);
    assertThat(expiring.getSecurityProperties("").getProperty("password")).isEqualTo("token-1");
    clock.pass(Duration.ofMinutes(9));
    assertThat(expiring.getSecurityProperties("").getProperty("password")).isEqualTo("token-1");
    clock.pass(Duration.ofMinutes(2));
    assertThat(expiring.getSecurityProperties("").getProperty("password")).isEqualTo("token-2");
  }

  @Test
  void forgottenCredentialIsFetchedAgain() {
    password();
    credentials.forget();
    assertThat(password()).isEqualTo("password-2");
  }

  @Test
  void credentialsAreNeverPrinted() {
    assertThat(new Credential("function", "password-1").toString())
        .isEqualTo("Credential[function]");
  }

  private String password() {
    return credentials.getSecurityProperties("").getProperty("password");
  }
}
