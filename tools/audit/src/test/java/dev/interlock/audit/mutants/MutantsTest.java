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

/// A checker that passes everything proves nothing: the product is made wrong in every way that an
/// invariant speaks of, used by callers who write down what they hear, and the audit must say by
/// name what is broken. The product itself comes out of the same scenario whole.
@OnlyPostgres(value = "asks when a row was committed", setting = "track_commit_timestamp")
@ResourceLock(Resources.SYSTEM_OUT)
class MutantsTest {

  private static TestDatabase database;
  private static Connection auditor;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @TempDir private Path folder;

  // One session for all audits: what it has learned of the tables is half of their time.
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
    return Stream.of(KeyMutants.ALL, TransferMutants.ALL, DecrementMutants.ALL, ChangeMutants.ALL)
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isCaughtByName(Mutant mutant) throws SQLException {
    Audited audited = mutant.flaw().weakensTables() ? playedApart(mutant) : played(mutant);
    assertThat(mutant.flaw().applied()).as("the flaw is in what has run").isTrue();
    assertThat(audited.broken())
        .as(audited.text())
        .containsExactlyInAnyOrderElementsOf(mutant.broken());
  }

  private Audited played(Mutant mutant) {
    database.empty();
    World.DEMO.create(database);
    return Audited.of(auditor, play(mutant, database));
  }

  private Audited playedApart(Mutant mutant) throws SQLException {
    TestDatabase weakened = TestDatabase.create();
    try (Connection connection = weakened.connect()) {
      return Audited.of(connection, play(mutant, weakened));
    }
  }

  private Path play(Mutant mutant, TestDatabase where) {
    Path history = folder.resolve("history.jsonl");
    try (Callers callers = new Callers(history);
        Scene scene = new Scene(where, World.DEMO, mutant.flaw(), callers)) {
      mutant.scenario().play(scene);
    }
    return history;
  }

  /// All scenarios, one after the other, each in a world of its own: an offence tells by its ids
  /// which it was. Whoever adds an invariant adds a mutant that breaks it, or says why none can.
  @Test
  void productItselfPassesAndEveryInvariantIsBrokenUnlessNoneCan() {
    database.empty();
    Path history = folder.resolve("history.jsonl");
    try (Callers callers = new Callers(history)) {
      int number = 0;
      for (Scenario scenario : Scenario.values()) {
        World world = new World(++number);
        world.create(database);
        try (Scene scene = new Scene(database, world, Flaw.NONE, callers)) {
          scenario.play(scene);
        }
      }
    }
    Audited audited = Audited.of(auditor, history);
    assertThat(audited.broken()).as(audited.text()).isEmpty();

    List<String> broken =
        mutants().stream().flatMap(mutant -> mutant.broken().stream()).distinct().toList();
    assertThat(broken).doesNotContainAnyElementsOf(Unbroken.REASONS.keySet());
    assertThat(Stream.concat(broken.stream(), Unbroken.REASONS.keySet().stream()))
        .containsExactlyInAnyOrderElementsOf(audited.invariants());
  }
}
