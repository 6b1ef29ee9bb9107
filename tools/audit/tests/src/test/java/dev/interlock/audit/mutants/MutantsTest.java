package dev.interlock.audit.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A checker that passes everything proves nothing. For every invariant, mutants of the product
/// that break it are used by callers who record their exchanges, and the audit must name what is
/// broken. The product itself passes the same scenarios.
@OnlyPostgres(value = "asks when a row was committed", setting = "track_commit_timestamp")
@ResourceLock(Resources.SYSTEM_OUT)
class MutantsTest {

  private static TestDatabase database;
  private static Connection auditor;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @TempDir private Path folder;

  // One session for all audits: loading the catalog takes half of their time.
  @BeforeAll
  static void create() {
    database = TestDatabase.create();
    auditor = database.connect();
  }

  @AfterAll
  static void close() throws SQLException {
    auditor.close();
  }

  static List<Mutant> mutants() {
    return Stream.of(
            KeyMutants.ALL,
            TransferMutants.ALL,
            DecrementMutants.ALL,
            ChangeMutants.ALL,
            HoldMutants.ALL)
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isCaughtByName(Mutant mutant) throws SQLException {
    AuditOutput audited = mutant.flaw().weakensTables() ? playedApart(mutant) : played(mutant);
    assertThat(mutant.flaw().applied()).as("the flaw is in what has run").isTrue();
    assertThat(audited.broken())
        .as(audited.text())
        .containsExactlyInAnyOrderElementsOf(mutant.broken());
  }

  private AuditOutput played(Mutant mutant) {
    database.empty();
    ScenarioData.DEMO.create(database);
    return AuditOutput.of(auditor, play(mutant, database));
  }

  private AuditOutput playedApart(Mutant mutant) throws SQLException {
    TestDatabase weakened = TestDatabase.create();
    try (Connection connection = weakened.connect()) {
      return AuditOutput.of(connection, play(mutant, weakened));
    }
  }

  private Path play(Mutant mutant, TestDatabase where) {
    Path history = folder.resolve("history.jsonl");
    try (RecordingCallers callers = new RecordingCallers(history);
        ScenarioRun run = new ScenarioRun(where, ScenarioData.DEMO, mutant.flaw(), callers)) {
      mutant.scenario().play(run);
    }
    return history;
  }

  /// All scenarios in turn, each with separate ids, so that an offending row shows its scenario. A
  /// new invariant needs a mutant that breaks it, or a reason why none can.
  @Test
  void productItselfPassesAndEveryInvariantIsBrokenUnlessNoneCan() {
    database.empty();
    Path history = folder.resolve("history.jsonl");
    try (RecordingCallers callers = new RecordingCallers(history)) {
      int number = 0;
      for (MutantScenario scenario : MutantScenario.values()) {
        ScenarioData world = new ScenarioData(++number);
        world.create(database);
        try (ScenarioRun run = new ScenarioRun(database, world, Flaw.NONE, callers)) {
          scenario.play(run);
        }
      }
    }
    AuditOutput audited = AuditOutput.of(auditor, history);
    assertThat(audited.broken()).as(audited.text()).isEmpty();

    List<String> broken =
        mutants().stream().flatMap(mutant -> mutant.broken().stream()).distinct().toList();
    assertThat(broken).doesNotContainAnyElementsOf(UnbreakableInvariants.REASONS.keySet());
    assertThat(Stream.concat(broken.stream(), UnbreakableInvariants.REASONS.keySet().stream()))
        .containsExactlyInAnyOrderElementsOf(audited.invariants());
  }
}
