package dev.interlock.local;

import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.DatabasePreparation;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.PreparedDatabase;
import dev.interlock.local.gateway.HttpApi;
import dev.interlock.local.gateway.TokenIssuer;
import dev.interlock.local.lambda.Functions;
import dev.interlock.local.lambda.Limits;
import dev.interlock.local.soak.FunctionFaults;
import dev.interlock.local.soak.ProcessFaults;
import dev.interlock.local.soak.Soak;
import dev.interlock.local.template.Template;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Script;
import dev.interlock.wire.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// A whole stack that can be broken: with a wire between functions and database that does what a
/// script says, on free ports, for as long as a soak.
final class SoakStack {
  /// What is started.
  ///
  /// @param database empty for an embedded one. Another is not struck itself: only functions are,
  ///   and the wire
  /// @param log takes the functions' lines
  record Settings(
      Repository repository,
      Path data,
      Optional<DatabaseAddress> database,
      int environmentsMax,
      Consumer<String> log) {}

  /// All are taken now and then, which takes the longer, the more there are.
  private static final int CONNECTIONS_MAX = 100;

  private final Soak.Target target;
  private final Soak.Striking faults;

  private SoakStack(Soak.Target target, Soak.Striking faults) {
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
    Optional<EmbeddedPostgres> server =
        settings.database().isPresent()
            ? Optional.empty()
            : Optional.of(startServer(repository, folder.path(), closings));
    DatabaseAddress owner = settings.database().orElseGet(() -> server.orElseThrow().owner());
    PreparedDatabase database =
        DatabasePreparation.prepare(
            owner, DataFolder.functionPassword(folder.path()), settings.log());
    DatabaseAddress direct = database.functions();
    PgProxy proxy = PgProxy.before(Upstream.at(direct.host(), direct.port()), wire);
    closings.add(proxy::close);
    PreparedDatabase proxied =
        new PreparedDatabase(owner, direct.via(proxy.port()), database.version());
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
    Soak.Striking faults =
        server.isPresent()
            ? new ProcessFaults(functions, server.get(), database)
            : new FunctionFaults(functions);
    return new SoakStack(target, faults);
  }

  private static EmbeddedPostgres startServer(Repository repository, Path folder, Closings closings)
      throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.start(
            repository.cache(), folder, FreePort.choose(), true, CONNECTIONS_MAX);
    closings.add(server::close);
    DatabasePreparation.createDatabase(server);
    return server;
  }

  /// Where callers ask.
  Soak.Target target() {
    return target;
  }

  /// What strikes its processes.
  Soak.Striking faults() {
    return faults;
  }
}
