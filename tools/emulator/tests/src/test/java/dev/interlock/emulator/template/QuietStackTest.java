package dev.interlock.emulator.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.template.ApiAlarms.Minute;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Alarms also work on a stack with little traffic.
class QuietStackTest {

  private ApiAlarms alarms;

  @BeforeEach
  void read() throws IOException {
    alarms = new ApiAlarms(Deployment.read());
  }

  @Test
  void anOutageAtTwoCallsAMinuteIsReportedWithinFiveMinutes() {
    assertThat(alarms.tells(Minute.repeated(60, 2, 2))).isBetween(1, 5);
  }

  @Test
  void anOutageAtOneCallInTenMinutesIsReportedWithinHalfAnHour() {
    List<Minute> day =
        IntStream.range(0, 60)
            .mapToObj(i -> i % 10 == 0 ? new Minute(1, 1) : new Minute(0, 0))
            .toList();
    assertThat(alarms.tells(day)).isBetween(1, 30);
  }

  @Test
  void aSingleFailureNotifiesNobody() {
    List<Minute> hour =
        IntStream.range(0, 60).mapToObj(i -> new Minute(2, i == 30 ? 1 : 0)).toList();
    assertThat(alarms.tells(hour)).isZero();
  }

  @Test
  void aBadCanaryIsRolledBackByItsFirstFailedCall() {
    assertThat(alarms.rollsBack(List.of(new Minute(2, 0), new Minute(2, 1)))).isEqualTo(2);
  }

  @Test
  void aBadCanaryIsRolledBackUnderLoad() {
    assertThat(alarms.rollsBack(Minute.repeated(5, 6_000, 600))).isEqualTo(1);
  }

  @Test
  void aCanaryIsNotRolledBackForOneFailureInAHundred() {
    assertThat(alarms.rollsBack(Minute.repeated(5, 6_000, 60))).isZero();
  }

  @Test
  void aStackWithoutCallsFiresNoAlarm() {
    assertThat(alarms.tells(Minute.repeated(60, 0, 0))).isZero();
    assertThat(alarms.rollsBack(Minute.repeated(60, 0, 0))).isZero();
  }
}
