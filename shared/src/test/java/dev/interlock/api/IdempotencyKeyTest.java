package dev.interlock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A key: bare or quoted, of few characters, and not one more than 128.
class IdempotencyKeyTest {

  /// Every character alone, so that none is forgotten on either side.
  @Test
  void keyAllowsExactlyTheseCharacters() {
    String allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";
    for (char c = 0; c < 0x300; c++) {
      String text = Character.toString(c);
      assertThat(isKey(text)).as("U+%04X", (int) c).isEqualTo(allowed.indexOf(c) >= 0);
      assertThat(isKey("\"" + text + "\"")).isEqualTo(allowed.indexOf(c) >= 0);
    }
  }

  @Test
  void bareAndQuotedFormsAreTheSameKey() {
    assertThat(IdempotencyKey.of(Optional.of("\"k-1\"")))
        .isEqualTo(IdempotencyKey.of(Optional.of("k-1")));
    assertThat(IdempotencyKey.of(Optional.of("k")))
        .isNotEqualTo(IdempotencyKey.of(Optional.of("K")));
  }

  @Test
  void keyHasOneTo128Characters() {
    for (int length : new int[] {0, 1, 128, 129}) {
      boolean fits = length == 1 || length == 128;
      assertThat(isKey("k".repeat(length))).as("%d", length).isEqualTo(fits);
      assertThat(isKey("\"" + "k".repeat(length) + "\"")).as("%d", length).isEqualTo(fits);
    }
  }

  @Test
  void absentHeaderIsNotAMalformedKey() {
    assertThat(refusal(Optional.empty())).isEqualTo("idempotency-key-missing");
    assertThat(refusal(Optional.of(""))).isEqualTo("idempotency-key-malformed");
    assertThat(refusal(Optional.of("\"k"))).isEqualTo("idempotency-key-malformed");
    assertThat(refusal(Optional.of("k,k"))).isEqualTo("idempotency-key-malformed");
  }

  private static boolean isKey(String header) {
    try {
      return !IdempotencyKey.of(Optional.of(header)).value().isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }

  private static String refusal(Optional<String> header) {
    return catchThrowableOfType(RefusedException.class, () -> IdempotencyKey.of(header))
        .problem()
        .name();
  }
}
