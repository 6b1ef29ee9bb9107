package dev.interlock.audit.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.audit.seal.RowSketch.Difference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSketchTest {

  private static SealedRow row(String name, int content) {
    byte[] hash = Sha256.create().digest((name + content).getBytes(UTF_8));
    return new SealedRow(name, "2026-01-01", hash);
  }

  private static RowSketch of(IntStream rows) {
    RowSketch sketch = new RowSketch();
    rows.forEach(n -> sketch.add(row("row-" + n, 0)));
    return sketch;
  }

  @Test
  void rowsOfDifferentLengthThatChangedAreNamedAmongThousands() {
    RowSketch then = of(IntStream.range(0, 10_000));
    then.add(row("short", 1));
    then.add(row("a much longer name than that of all others, ä", 1));
    RowSketch now = of(IntStream.range(0, 10_000));
    now.add(row("short", 2));

    assertThat(now.since(then).orElseThrow())
        .containsExactlyInAnyOrder(
            new Difference(false, "short"),
            new Difference(true, "short"),
            new Difference(false, "a much longer name than that of all others, ä"));
  }

  @Test
  void orderOfRowsDoesNotMatter() {
    assertThat(of(IntStream.of(1, 2, 3)).text()).isEqualTo(of(IntStream.of(3, 1, 2)).text());
  }

  /// As many as the audit shows of one invariant, each in two forms.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10, 20})
  void twentyDifferencesCanNearlyAlwaysBeNamed(int differences) {
    long named =
        IntStream.range(0, 200)
            .filter(seed -> {
              RowSketch then = of(IntStream.range(0, 100));
              RowSketch now = of(IntStream.range(0, 100));
              IntStream.range(0, differences)
                  .forEach(n -> now.add(row("added-" + seed + "-" + n, 0)));
              return now.since(then).filter(found -> found.size() == differences).isPresent();
            })
            .count();

    assertThat(named).isGreaterThanOrEqualTo(195);
  }

  @Test
  void tooManyAreNotNamed() {
    assertThat(of(IntStream.range(0, 1_000)).since(of(IntStream.empty()))).isEmpty();
  }

  @Test
  void survivesItsText() {
    RowSketch then = of(IntStream.range(0, 100));
    RowSketch now = of(IntStream.range(0, 101));

    assertThat(now.since(RowSketch.of(then.text())).orElseThrow())
        .containsExactly(new Difference(true, "row-100"));
    assertThatThrownBy(() -> RowSketch.of(List.of("AAAA")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// A cell with a row that does not belong there would name it again and again.
  @Test
  void forgedSketchNamesNothing() {
    List<String> forged = new ArrayList<>(of(IntStream.range(0, 1)).text());
    Collections.rotate(forged, 1);

    assertThat(of(IntStream.empty()).since(RowSketch.of(forged))).isEmpty();
  }
}
