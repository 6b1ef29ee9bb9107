package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.limits.TimeLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Times in documents equal those in the code, and their tables add up.
class QuotedLimitsTest {

  @Test
  void timesEqualThoseInTheCode() throws IOException {
    assertThat(MarkdownPage.oneLine(MarkdownPage.read("docs/limits.md").section("## Time")))
        .contains("| an attempt | " + seconds(TimeLimits.ATTEMPT_MAX))
        .contains("less a reserve of " + seconds(TimeLimits.RESERVE))
        .contains(
            "| all lock waits of a statement: grant, key and rows | "
                + seconds(TimeLimits.ATTEMPT_MAX.minus(TimeLimits.LOCK_WAIT_MARGIN))
                + ", ending at least "
                + seconds(TimeLimits.LOCK_WAIT_MARGIN))
        .contains("maintenance has locked | " + seconds(TimeLimits.TABLE_WAIT_MAX))
        .contains(
            "| %s from the start of the request, and %s to make sure |"
                .formatted(seconds(TimeLimits.KEY_WAIT_MAX), seconds(TimeLimits.KEY_PROBE_MAX)))
        .contains("contract's " + seconds(TimeLimits.REQUEST_IN_PROGRESS_MAX))
        .contains(
            "| opening a connection | %s, and %s for each answer of its handshake, %s in all |"
                .formatted(
                    seconds(TimeLimits.CONNECT_MAX),
                    seconds(TimeLimits.CONNECT_MAX),
                    seconds(TimeLimits.LOGIN_MAX)))
        .contains(
            "| a secret | %s to connect, %s for the answer |"
                .formatted(
                    seconds(TimeLimits.SECRET_CONNECT_MAX), seconds(TimeLimits.SECRET_ANSWER_MAX)));
  }

  /// Checks the sums of growth on disk, its figures for a year, and the costs of ten million calls.
  @Test
  void theArithmeticOfTheTablesHolds() throws IOException {
    for (List<String> row : rows("docs/limits.md", "## Growth on disk")) {
      long bytes = sum(row.get(1)) + sum(row.get(2));
      assertThat(row.get(3)).as(row.getFirst()).isEqualTo(number(bytes));
      double gigabytes = bytes * 0.315_36;
      assertThat(row.subList(4, 7))
          .containsExactly(
              Math.round(gigabytes) + " GB",
              Math.round(gigabytes / 10) / 10.0 + " TB",
              Math.round(gigabytes / 10) + " TB");
    }
    for (List<String> row : rows("docs/operate.md", "## Archiving")) {
      long stays = sum(row.get(1).split("=", 2)[0]);
      assertThat(row.get(1)).endsWith("= " + stays);
      long moves = Long.parseLong(row.get(2).replace(",", ""));
      assertThat(row.get(3)).isEqualTo(Math.round(100.0 * moves / (stays + moves)) + " %");
    }
    BigDecimal sum = BigDecimal.ZERO;
    List<List<String>> costs = rows("docs/deploy.md", "## What it costs");
    for (List<String> row : costs.subList(0, costs.size() - 1)) {
      sum = sum.add(new BigDecimal(row.get(2)));
    }
    assertThat(costs.getLast().get(2)).isEqualTo("**" + sum + "**");
    BigDecimal idle = cost(costs, "alarms").add(cost(costs, "dashboard"));
    assertThat(
            MarkdownPage.oneLine(MarkdownPage.read("docs/deploy.md").section("## What it costs")))
        .contains("%s a month besides its calls".formatted(idle.add(cost(costs, "metrics"))))
        .contains("%s while nobody calls it".formatted(idle));
  }

  private static BigDecimal cost(List<List<String>> costs, String beginning) {
    return costs.stream()
        .filter(row -> row.getFirst().startsWith(beginning))
        .map(row -> new BigDecimal(row.get(2)))
        .findFirst()
        .orElseThrow();
  }

  private static List<List<String>> rows(String page, String heading) throws IOException {
    return MarkdownPage.body(MarkdownPage.read(page).section(heading));
  }

  private static long sum(String terms) {
    long sum = 0;
    for (String term : terms.split("\\+", -1)) {
      sum += Long.parseLong(term.strip().replace(",", ""));
    }
    return sum;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString() + " s";
  }
}
