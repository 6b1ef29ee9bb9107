package dev.interlock.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.Scale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Growth reports every figure that the page shows. It audits the history that it generates itself.
@Tag("soak")
class GrowthTest {

  @TempDir private Path folder;

  @Test
  void growthIsMeasuredByConnectionsAndByRows() throws Exception {
    List<Figure> figures = new ArrayList<>();
    Path root = Path.of("..").toAbsolutePath().normalize();
    new Growth().run(new PartContext(root, folder, Scale.QUICK, _ -> {}), figures::add);

    assertThat(values(figures, "calls per second", "connections")).contains("1", "4");
    assertThat(values(figures, "calls per second", "rows")).contains("1,000", "10,000");
    assertThat(values(figures, "p99", "accounts")).contains("1,000", "hot destination");
    assertThat(values(figures, "mean", "delay")).contains("0 ms", "1 ms");
    assertThat(figures)
        .filteredOn(figure -> figure.metric().equals("storage per call"))
        .singleElement()
        .satisfies(figure -> assertThat(figure.median()).isPositive());
    assertThat(figures)
        .filteredOn(figure -> figure.metric().equals("database CPU per call"))
        .allSatisfy(figure -> assertThat(figure.median()).isPositive());
  }

  private static List<String> values(List<Figure> figures, String metric, String condition) {
    return figures.stream()
        .filter(figure -> figure.part().equals("growth") && figure.metric().equals(metric))
        .map(figure -> figure.conditions().getOrDefault(condition, ""))
        .distinct()
        .toList();
  }
}
