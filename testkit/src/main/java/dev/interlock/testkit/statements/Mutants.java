package dev.interlock.testkit.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.function.Consumer;

/// Shows that a guard is necessary: the whole statement passes a check, and the statement without
/// the guard fails it.
public final class Mutants {

  private Mutants() {}

  /// Runs the check on both as in production, each with fresh demo data.
  public static void assertNecessary(
      TestDatabase database, Mutation mutation, Consumer<Stage> check) {
    database.reset();
    try (Stage whole = Stage.of(database)) {
      check.accept(whole);
    }
    database.reset();
    try (Stage mutant = Stage.with(database, mutation)) {
      assertThatThrownBy(() -> check.accept(mutant)).isInstanceOf(AssertionError.class);
    }
    assertApplied(mutation);
  }

  /// Runs the check on the statement without a redundant guard.
  public static void assertRedundant(
      TestDatabase database, Mutation mutation, Consumer<Stage> check) {
    database.reset();
    try (Stage mutant = Stage.with(database, mutation)) {
      check.accept(mutant);
    }
    assertApplied(mutation);
  }

  private static void assertApplied(Mutation mutation) {
    assertThat(mutation.applied()).as("%s: is in the statement", mutation).isTrue();
  }
}
