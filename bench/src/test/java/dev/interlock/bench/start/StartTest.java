package dev.interlock.bench.start;

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

/// A measured start must answer 201 from the database; otherwise the measurement fails.
class StartTest {

  private final List<Figure> figures = new ArrayList<>();

  @TempDir private Path folder;

  private PartContext context() {
    Path root = Path.of("..").toAbsolutePath().normalize();
    return new PartContext(root, folder, Scale.QUICK, line -> {});
  }

  @Test
  void aQuickRunMeasuresInterlockAndOneOther() throws Exception {
    new Start().run(context(), figures::add);

    assertThat(figures).extracting(Figure::contender).containsOnly("interlock", "plain-events");
    assertThat(figures)
        .filteredOn(figure -> figure.contender().equals("interlock"))
        .extracting(Figure::metric)
        .containsExactlyInAnyOrder("cpu", "wall", "rss", "classes", "jar");
    assertThat(figures).allSatisfy(figure -> assertThat(figure.least()).isPositive());
  }

  @Test
  @Tag("soak")
  void everyImplementationStartsWithAndWithoutACache() throws Exception {
    StartPlan plan =
        new StartPlan(MeasuredOperation.timed(), List.of(Implementation.values()), true, 1);

    new Start().run(context(), plan, figures::add);

    int cells = MeasuredOperation.timed().size() * Implementation.values().length;
    assertThat(figures).filteredOn(figure -> figure.metric().equals("cpu")).hasSize(2 * cells);
    assertThat(figures).filteredOn(figure -> figure.metric().equals("cache")).hasSize(cells);
  }
}
