package dev.interlock.local;

import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.DatabasePreparation;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.PreparedDatabase;
import dev.interlock.local.gateway.HttpApi;
import dev.interlock.local.gateway.TokenIssuer;
import dev.interlock.local.lambda.Functions;
import dev.interlock.local.lambda.Limits;
import dev.interlock.local.soak.ProcessFaults;
import dev.interlock.local.soak.Soak;
import dev.interlock.local.template.Template;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Script;
import dev.interlock.wire.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// A whole stack that can be broken: with a wire between functions and database that does what a
/// script says, on free ports, for as long as a soak.
final class SoakStack {
  /// What is started.
  ///
  /// @param log takes the functions' lines
  record Settings(Repository repository, Path data, int environmentsMax, Consumer<String> log) {}

  private final PreparedDatabase database;
  private final Soak.Target target;
  private final ProcessFaults faults;

  private SoakStack(PreparedDatabase database, Soak.Target target, ProcessFaults faults) {
    this.database = database;
    this.target = target;
    this.faults = faults;
  }

  /// Starts it; what it has started is undone with the closings.
  ///
  /// @param tokensFor how long callers' tokens are good
  static SoakStack start(Settings settings, Script wire, Duration tokensFor, Closings closings)
      throws IOException {
    Repository repository = settings.repository();
    DataFolder folder = DataFolder.openFresh(settings.data());
    closings.add(folder::close);
    EmbeddedPostgres.stopLeftBehind(repository.cache(), folder.path());
    folder.empty();
    HttpApi api = HttpApi.bind(0);
    closings.add(api::close);
    EmbeddedPostgres server =
        EmbeddedPostgres.start(repository.cache(), folder.path(), StackDatabase.freePort(), true);
    closings.add(server::close);
    DatabasePreparation.createDatabase(server);
    DatabaseAddress owner = server.owner();
    PreparedDatabase database =
        DatabasePreparation.prepare(
            owner, DataFolder.functionPassword(folder.path()), settings.log());
    DatabaseAddress direct = database.functions();
    PgProxy proxy = PgProxy.before(Upstream.at(direct.host(), direct.port()), wire);
    closings.add(proxy::close);
    PreparedDatabase proxied =
        new PreparedDatabase(owner, direct.at("127.0.0.1", proxy.port()), database.version());
    Template template = repository.template(LocalFunctions.parameters(proxied, api.url()));
    Functions functions =
        new Functions(
            template,
            repository.runtimeClient(folder.path()).withMovableClocks(repository.clockAgent()),
            Limits.ofEnvironments(settings.environmentsMax()),
            settings.log());
    closings.add(functions::close);
    TokenIssuer issuer = TokenIssuer.of(DataFolder.issuerKey(folder.path()));
    api.start(template, issuer, functions);
    Soak.Target target =
        new Soak.Target(
            api.url(), caller -> issuer.token(api.url(), caller, tokensFor), owner::connect);
    return new SoakStack(database, target, new ProcessFaults(functions, server, database));
  }

  /// Where callers ask.
  Soak.Target target() {
    return target;
  }

  /// What strikes its processes.
  ProcessFaults faults() {
    return faults;
  }

  PreparedDatabase database() {
    return database;
  }
}
