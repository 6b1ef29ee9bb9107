package dev.interlock.bench.load;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.races.contender.Contender;
import java.util.Map;

/// One load on one contender under one set of conditions, measured once per repetition.
///
/// @param database the contender's own, with the rows of the scenario
/// @param functions the address by which its sessions connect, perhaps through a delayed wire
/// @param subject the operation, as figures name it
/// @param conditions of its figures
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
