package dev.interlock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the repository shows is what was measured, and nothing is claimed without its reason.
class PublishedBenchmarksTest {
  private static final Path FOLDER = Path.of("..", "docs", "benchmarks");

  /// A figure that was bettered by hand, or a page older than what writes it, would be seen here.
  @Test
  void thePageIsWhatItsFiguresMake() throws IOException {
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
  void notesAreOfClaimsAndPartsThatThereAre() throws IOException {
    List<String> known = new ArrayList<>(Measurements.ORDER);
    Claims.ALL.forEach(claim -> known.add(claim.id()));

    assertThat(known).containsAll(Notes.in(FOLDER).sections().keySet());
  }

  @Test
  void everyClaimThatIsMissedHasItsReason() throws IOException {
    Notes notes = Notes.in(FOLDER);

    assertThat(
            JudgedClaim.all(FiguresFile.read(FOLDER).figures()).stream()
                .filter(JudgedClaim::missed))
        .allSatisfy(missed -> assertThat(notes.of(missed.claim().id())).isPresent());
  }
}
