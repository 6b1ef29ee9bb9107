package dev.interlock.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeySetTest {

  @Test
  void knowsEachKeyOnceHoweverManyThereAre() {
    KeySet keys = new KeySet();
    for (int i = 0; i < 100_000; i++) {
      assertThat(keys.contains("key-" + i)).isFalse();
      assertThat(keys.add("key-" + i)).isTrue();
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(keys.add("key-" + i)).isFalse();
    }
    assertThat(keys.size()).isEqualTo(100_000);
  }
}
