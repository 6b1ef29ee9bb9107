package dev.interlock.local.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.InvocationLog;
import dev.interlock.testing.OnlyPostgres;
import dev.interlock.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A checker that passes everything proves nothing: the product is made wrong in every way that an
/// invariant speaks of, used by callers who write down what they hear, and the audit must say by
/// name what is broken. The product itself comes out of the same scenario whole.
@OnlyPostgres(value = "asks when a row was committed", setting = "track_commit_timestamp")
class MutantsTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @TempDir private Path folder;

  static List<Mutant> mutants() {
    return Stream.of(
            KeyMutants.ALL, TransferMutants.ALL, DecrementMutants.ALL, ChangeMutants.ALL)
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isCaughtByName(Mutant mutant) {
    Audited audited = play(mutant.scenario(), mutant.flaw());
    assertThat(mutant.flaw().applied()).as("the flaw is in what has run").isTrue();
    assertThat(audited.broken())
        .as(audited.text())
        .containsExactlyInAnyOrderElementsOf(mutant.broken());
  }

  @ParameterizedTest
  @EnumSource
  void productItselfPasses(Scenario scenario) {
    Audited audited = play(scenario, Flaw.NONE);
    assertThat(audited.broken()).as(audited.text()).isEmpty();
  }

  /// Whoever adds an invariant adds a mutant that breaks it, or says why there can be none.
  @Test
  void everyInvariantIsBrokenByAMutantUnlessNoneCan() {
    Audited audited = play(Scenario.TRANSFER_ONCE, Flaw.NONE);
    List<String> broken =
        mutants().stream().flatMap(mutant -> mutant.broken().stream()).distinct().toList();
    assertThat(broken).doesNotContainAnyElementsOf(Unbroken.REASONS.keySet());
    assertThat(Stream.concat(broken.stream(), Unbroken.REASONS.keySet().stream()))
        .containsExactlyInAnyOrderElementsOf(audited.invariants());
  }

  private Audited play(Scenario scenario, Flaw flaw) {
    TestDatabase database = flaw.weakensTables() ? TestDatabase.create() : DATABASE;
    if (database == DATABASE) {
      database.reset();
    }
    Path history = folder.resolve("history.jsonl");
    try (Scene scene = new Scene(database, flaw, history)) {
      scenario.play(scene);
    }
    return Audited.of(database, history);
  }
}
