package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditReportTest {

  @Test
  void printsATableThenTheOffendersThenTheTotal() {
    AuditReport report =
        new AuditReport(
            List.of(
                new Finding("id", "no balance was ever below 0", 1_000_000, 0, List.of()),
                new Finding("id", "every key is remembered", 12, 3, List.of("key=a", "key=b"))));

    assertThat(report.passed()).isFalse();
    assertThat(printed(report))
        .isEqualTo(
            """
            invariant                            rows      offences
            no balance was ever below 0       1000000             0
            every key is remembered                12             3

            BROKEN: every key is remembered
              key=a
              key=b
              and 1 more

            2 invariants, 1 broken
            """);
  }

  @Test
  void printsOnlyTheTableRowOfInvariantsThatHold() {
    AuditReport report =
        new AuditReport(List.of(new Finding("id", "no balance was ever below 0", 7, 0, List.of())));

    assertThat(report.passed()).isTrue();
    assertThat(printed(report))
        .isEqualTo(
            """
            invariant                            rows      offences
            no balance was ever below 0             7             0

            1 invariants, 0 broken
            """);
  }

  @Test
  void replacesControlCharactersInTamperedRows() {
    AuditReport report =
        new AuditReport(
            List.of(
                new Finding("id", "x", 1, 1, List.of("reference=\u001b[2J\r\u009b2J\nbroken"))));

    assertThat(printed(report)).contains("  reference=\uFFFD[2J\uFFFD\uFFFD2J\uFFFDbroken\n");
  }

  private static String printed(AuditReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
