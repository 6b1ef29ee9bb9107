package dev.interlock.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every time that a database holds can be written.
class TimestampsTest {

  private static final String FIRST = "0000-01-01T00:00:00.000000Z";
  private static final String LAST = "9999-12-31T23:59:59.999999Z";

  @ParameterizedTest
  @CsvSource({
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000000Z",
    "2026-11-30T12:00:00.1Z, 2026-11-30T12:00:00.100000Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z"
  })
  void timeWithAFourDigitYearIsWrittenUnchanged(String time, String text) {
    assertThat(Timestamps.rfc3339(Instant.parse(time))).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("later")
  void laterTimeIsWrittenAsTheLatest(Instant time) {
    assertThat(Timestamps.rfc3339(time)).isEqualTo(LAST);
  }

  // The driver reads infinity as OffsetDateTime.MAX.
  static Stream<Instant> later() {
    return Stream.of(
        Instant.parse("+10000-01-01T00:00:00Z"),
        Instant.parse("+294276-12-31T23:59:59.999999Z"),
        OffsetDateTime.MAX.toInstant(),
        Instant.MAX);
  }

  @ParameterizedTest
  @MethodSource("earlier")
  void earlierTimeIsWrittenAsTheEarliest(Instant time) {
    assertThat(Timestamps.rfc3339(time)).isEqualTo(FIRST);
  }

  static Stream<Instant> earlier() {
    return Stream.of(
        Instant.parse("-0001-12-31T23:59:59.999999Z"),
        Instant.parse("-4713-11-24T00:00:00Z"),
        OffsetDateTime.MIN.toInstant(),
        Instant.MIN);
  }

  @Test
  void writtenTimeCanBeReadBack() {
    assertThat(Timestamps.instantOf(FIRST)).contains(Instant.parse(FIRST));
    assertThat(Timestamps.instantOf(LAST)).contains(Instant.parse(LAST));
  }
}
