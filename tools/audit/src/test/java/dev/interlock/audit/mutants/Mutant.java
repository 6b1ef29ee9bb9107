package dev.interlock.audit.mutants;

import java.util.List;

/// A product that is wrong, what befalls it, and by which names the audit must catch it.
///
/// @param flaw what is wrong with it
/// @param scenario that shows it
/// @param broken every invariant that the audit must name, and it may name no other
record Mutant(String name, Flaw flaw, Scenario scenario, List<String> broken) {

  static Mutant of(String name, Flaw flaw, Scenario scenario, String... broken) {
    return new Mutant(name, flaw, scenario, List.of(broken));
  }

  @Override
  public String toString() {
    return name;
  }
}
