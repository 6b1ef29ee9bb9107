package dev.interlock.bench.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.Scale;
import dev.interlock.races.contender.MeasuredOperation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole part on a small scale: counts do not depend on the length of a run.
@Tag("soak")
class CallCostTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder = Path.of("");

  @Test
  void anAcceptedCallTakesOneRoundTripAndAReplayTwo() throws Exception {
    List<Figure> figures = new ArrayList<>();
    new CallCost().run(new PartContext(ROOT, folder, Scale.QUICK, _ -> {}), figures::add);
    for (MeasuredOperation operation : MeasuredOperation.timed()) {
      assertThat(roundTrips(figures, operation, AnswerKind.ACCEPTED)).containsExactly(1.0);
      assertThat(roundTrips(figures, operation, AnswerKind.REFUSED)).containsExactly(1.0);
      assertThat(roundTrips(figures, operation, AnswerKind.REPLAYED)).containsExactly(2.0);
      assertThat(roundTrips(figures, operation, AnswerKind.MALFORMED)).containsExactly(0.0);
    }
    assertThat(figures)
        .filteredOn(figure -> figure.metric().equals("allocated"))
        .hasSize(MeasuredOperation.timed().size())
        .allMatch(figure -> figure.least() > 1);
  }

  private static List<Double> roundTrips(
      List<Figure> figures, MeasuredOperation operation, AnswerKind answer) {
    return figures.stream()
        .filter(figure -> figure.subject().equals(operation.title()))
        .filter(figure -> figure.conditions().containsValue(answer.title()))
        .filter(figure -> figure.metric().equals("round trips per call"))
        .flatMap(figure -> figure.values().stream())
        .toList();
  }
}
