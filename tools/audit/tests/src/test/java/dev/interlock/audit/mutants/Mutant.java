package dev.interlock.audit.mutants;

import java.util.List;

/// A product with a flaw, a scenario that shows it, and the invariants that the audit must report.
///
/// @param broken the names of exactly those invariants
record Mutant(String name, Flaw flaw, MutantScenario scenario, List<String> broken) {

  static Mutant of(String name, Flaw flaw, MutantScenario scenario, String... broken) {
    return new Mutant(name, flaw, scenario, List.of(broken));
  }

  @Override
  public String toString() {
    return name;
  }
}
