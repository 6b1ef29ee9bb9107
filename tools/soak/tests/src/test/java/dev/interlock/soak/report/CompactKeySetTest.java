package dev.interlock.soak.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompactKeySetTest {

  @Test
  void everyOfManyKeysIsAddedOnce() {
    CompactKeySet keys = new CompactKeySet();
    int wrong = 0;
    for (int i = 0; i < 100_000; i++) {
      wrong += keys.contains("key-" + i) ? 1 : 0;
      wrong += keys.add("key-" + i) ? 0 : 1;
    }
    for (int i = 0; i < 100_000; i++) {
      wrong += keys.add("key-" + i) ? 1 : 0;
    }

    assertThat(wrong).isZero();
    assertThat(keys.size()).isEqualTo(100_000);
  }
}
