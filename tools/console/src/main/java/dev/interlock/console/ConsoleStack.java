package dev.interlock.console;

import dev.interlock.audit.AuditSettings;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.races.RaceDatabase;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/// The parts of a stack that the console shows and changes.
///
/// @param names the functions' logical ids
/// @param server the database's, if it belongs to the stack
public record ConsoleStack(
    HttpApi api,
    TokenIssuer issuer,
    Functions functions,
    Collection<String> names,
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
