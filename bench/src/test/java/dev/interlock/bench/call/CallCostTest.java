package dev.interlock.bench.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.bench.Figure;
import dev.interlock.bench.Scale;
import dev.interlock.bench.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole part on a small scale: what is counted does not depend on how long.
@Tag("soak")
class CallCostTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder = Path.of("");

  @Test
  void anAcceptedCallTakesOneRoundTripAndAReplayTwo() throws Exception {
    List<Figure> figures = new ArrayList<>();
    new CallCost().run(new Setting(ROOT, folder, Scale.QUICK, _ -> {}), figures::add);
    for (WriteFunction function : WriteFunction.values()) {
      assertThat(roundTrips(figures, function, Answer.ACCEPTED)).containsExactly(1.0);
      assertThat(roundTrips(figures, function, Answer.REFUSED)).containsExactly(1.0);
      assertThat(roundTrips(figures, function, Answer.REPLAYED)).containsExactly(2.0);
      assertThat(roundTrips(figures, function, Answer.MALFORMED)).containsExactly(0.0);
    }
    assertThat(figures)
        .filteredOn(figure -> figure.metric().equals("allocated"))
        .hasSize(WriteFunction.values().length)
        .allMatch(figure -> figure.least() > 1);
  }

  private static List<Double> roundTrips(
      List<Figure> figures, WriteFunction function, Answer answer) {
    return figures.stream()
        .filter(figure -> figure.subject().equals(function.title()))
        .filter(figure -> figure.conditions().containsValue(answer.title()))
        .filter(figure -> figure.metric().equals("round trips per call"))
        .flatMap(figure -> figure.values().stream())
        .toList();
  }
}
