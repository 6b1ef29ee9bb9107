package dev.interlock.console;

import dev.interlock.audit.AuditSettings;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.lambda.RunningEnvironment;
import dev.interlock.races.RaceDatabase;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The parts of a stack that the console shows and changes.
///
/// @param functions their logical ids
/// @param environments those that run now
/// @param logs takes the listener that gets the functions' log lines from then on
/// @param server the database's, if it belongs to the stack
public record ConsoleStack(
    HttpApi api,
    TokenIssuer issuer,
    Collection<String> functions,
    Supplier<List<RunningEnvironment>> environments,
    Consumer<Consumer<String>> logs,
    PreparedDatabase database,
    Optional<EmbeddedPostgres> server,
    Checks checks) {

  /// What the console needs for races and audits, when somebody asks for one.
  public interface Checks {
    /// Makes a database for races, which the cleanup removes.
    RaceDatabase raceDatabase(Cleanup cleanup) throws IOException;

    /// What an audit has to know.
    AuditSettings auditSettings() throws IOException;
  }

  boolean onPostgres() {
    return database.product().equals("postgresql");
  }
}
