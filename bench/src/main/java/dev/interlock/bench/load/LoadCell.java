package dev.interlock.bench.load;

import dev.interlock.bench.contender.Contender;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.PreparedDatabase;
import java.util.Map;

/// One load on one contender under one condition: what is measured once in each repetition.
///
/// @param database the contender's own, with the rows of the scenario
/// @param functions how its sessions connect to it: with a delay, by way of a wire
/// @param subject what is done, as figures name it
/// @param conditions what figures say that it was measured under
public record LoadCell(
    Scenario scenario,
    Contender contender,
    int connections,
    PreparedDatabase database,
    DatabaseAddress functions,
    Timing timing,
    String subject,
    Map<String, String> conditions) {

  @Override
  public String toString() {
    return subject + " " + conditions + " by " + contender.name();
  }
}
