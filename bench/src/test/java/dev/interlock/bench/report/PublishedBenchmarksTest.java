package dev.interlock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The published page shows what was measured, and explains every claim that was missed.
class PublishedBenchmarksTest {
  private static final Path FOLDER = Path.of("..", "docs", "benchmarks");

  /// Finds a figure that was edited by hand, and a page older than the code that writes it.
  @Test
  void thePageFollowsFromItsFiguresAndNotes() throws IOException {
    Measurements measured = FiguresFile.read(FOLDER);
    List<Charts.Chart> plots = Charts.of(measured.figures());

    assertThat(
            new BenchmarkPage(
                    measured, JudgedClaim.all(measured.figures()), plots, Notes.in(FOLDER))
                .write())
        .isEqualTo(Files.readString(FOLDER.resolve("README.md")));
    assertThat(plots).allSatisfy(plot -> assertThat(FOLDER.resolve(plot.file())).exists());
  }

  @Test
  void everyNoteBelongsToAClaimOrAPart() throws IOException {
    List<String> known = new ArrayList<>(Measurements.ORDER);
    Claims.ALL.forEach(claim -> known.add(claim.id()));

    assertThat(known).containsAll(Notes.in(FOLDER).sections().keySet());
  }

  @Test
  void everyMissedClaimIsExplained() throws IOException {
    Notes notes = Notes.in(FOLDER);

    assertThat(
            JudgedClaim.all(FiguresFile.read(FOLDER).figures()).stream()
                .filter(JudgedClaim::missed))
        .allSatisfy(missed -> assertThat(notes.of(missed.claim().id())).isPresent());
  }
}
