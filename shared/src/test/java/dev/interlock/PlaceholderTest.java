package dev.interlock;

import org.junit.jupiter.api.Test;

class PlaceholderTest {
  @Test
  void builds() {}
}
