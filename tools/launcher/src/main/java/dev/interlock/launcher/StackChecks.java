package dev.interlock.launcher;

import dev.interlock.audit.AuditSettings;
import dev.interlock.console.ConsoleStack;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.races.RaceDatabase;
import java.io.IOException;

/// Races and audits of a running stack, as the commands of these names make them.
record StackChecks(Stack.Settings settings, PreparedDatabase database)
    implements ConsoleStack.Checks {
  @Override
  public RaceDatabase raceDatabase(Cleanup cleanup) throws IOException {
    settings.database().ifPresent(RaceCommand::refuseRemote);
    return RaceServer.createDatabase(settings.database(), cleanup);
  }

  @Override
  public AuditSettings auditSettings() throws IOException {
    return AuditSettings.DEFAULT
        .withFunctionRole(database.functions().user())
        .withContributed(Contributions.of(settings.repository().templateWithoutParameters()));
  }
}
