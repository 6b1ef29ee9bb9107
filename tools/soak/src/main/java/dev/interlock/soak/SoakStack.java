package dev.interlock.soak;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.InstalledPgBouncer;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.ReplicatedPostgres;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.template.Template;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Script;
import dev.interlock.wire.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// A whole stack for a soak, on free ports, with a proxy between functions and database that
/// follows a script.
public final class SoakStack {
  /// What to start.
  ///
  /// @param database empty for an embedded one. Faults do not strike any other database, only its
  ///   functions and the wire
  /// @param pooler the pooler between the functions and the wire, if any
  /// @param log receives the functions' log lines
  public record Settings(
      Repository repository,
      Path data,
      Optional<DatabaseAddress> database,
      Optional<InstalledPgBouncer.PoolMode> pooler,
      int environmentsMax,
      Consumer<String> log) {}

  /// A fault occupies all of them, which takes longer the more there are.
  private static final int CONNECTIONS_MAX = 150;

  private final Soak.Target target;
  private final List<Soak.Striking> faults;

  private SoakStack(Soak.Target target, List<Soak.Striking> faults) {
    this.target = target;
    this.faults = faults;
  }

  /// Starts it; the cleanup stops all of it.
  ///
  /// @param tokensFor how long callers' tokens are valid
  public static SoakStack start(Settings settings, Script wire, Duration tokensFor, Cleanup cleanup)
      throws IOException {
    Repository repository = settings.repository();
    DataFolder folder = emptyFolder(settings, cleanup);
    HttpApi api = HttpApi.bind(0);
    cleanup.add(api::close);
    Optional<ReplicatedPostgres> servers =
        settings.database().isPresent()
            ? Optional.empty()
            : Optional.of(startServers(repository, folder.path(), cleanup));
    DatabaseAddress owner =
        settings.database().orElseGet(() -> servers.orElseThrow().primary().owner());
    PreparedDatabase database =
        DatabasePreparation.prepare(
            owner,
            DataFolder.functionPassword(folder.path()),
            repository.functionTables(),
            settings.log());
    PgProxy proxy = PgProxy.before(upstream(servers, database.functions()), wire);
    cleanup.add(proxy::close);
    DatabaseAddress wired = database.functions().via(proxy.port());
    Optional<InstalledPgBouncer> pooler = startPooler(settings, folder.path(), wired, cleanup);
    PreparedDatabase reached =
        new PreparedDatabase(
            owner, pooler.map(each -> wired.via(each.port())).orElse(wired), database.version());
    Template template = repository.template(parameters(settings, reached, api.url()));
    Functions functions = startFunctions(settings, folder.path(), template, cleanup);
    TokenIssuer issuer = TokenIssuer.of(DataFolder.issuerKey(folder.path()));
    api.start(template, issuer, functions);
    Callable<Connection> backOffice =
        () -> servers.map(pair -> pair.primary().owner()).orElse(owner).connect();
    Soak.Target target =
        new Soak.Target(
            api.url(), caller -> issuer.token(api.url(), caller, tokensFor), backOffice);
    List<Soak.Striking> faults = new ArrayList<>();
    faults.add(new FunctionFaults(functions));
    servers.ifPresent(pair -> faults.add(new DatabaseFaults(pair, database.functions())));
    pooler.ifPresent(each -> faults.add(new PoolerFaults(each)));
    return new SoakStack(target, faults);
  }

  private static DataFolder emptyFolder(Settings settings, Cleanup cleanup) throws IOException {
    DataFolder folder = DataFolder.openFresh(settings.data());
    cleanup.add(folder::close);
    ReplicatedPostgres.stopLeftBehind(settings.repository().cache(), folder.path());
    folder.empty();
    return folder;
  }

  private static Functions startFunctions(
      Settings settings, Path folder, Template template, Cleanup cleanup) throws IOException {
    Repository repository = settings.repository();
    Functions functions =
        new Functions(
            template,
            repository.runtimeClient(folder).withMovableClocks(repository.clockAgent()),
            Limits.ofEnvironments(settings.environmentsMax()),
            settings.log());
    cleanup.add(functions::close);
    return functions;
  }

  private static Map<String, String> parameters(
      Settings settings, PreparedDatabase database, String issuer) {
    Map<String, String> parameters =
        new LinkedHashMap<>(LocalFunctions.parameters(database, issuer));
    settings.pooler().ifPresent(mode -> parameters.put("DatabasePooler", mode.toString()));
    return parameters;
  }

  private static Optional<InstalledPgBouncer> startPooler(
      Settings settings, Path folder, DatabaseAddress wired, Cleanup cleanup) throws IOException {
    if (settings.pooler().isEmpty()) {
      return Optional.empty();
    }
    InstalledPgBouncer pooler =
        InstalledPgBouncer.start(folder.resolve("pooler"), wired, settings.pooler().get());
    cleanup.add(pooler::close);
    return Optional.of(pooler);
  }

  private static ReplicatedPostgres startServers(
      Repository repository, Path folder, Cleanup cleanup) throws IOException {
    ReplicatedPostgres servers =
        ReplicatedPostgres.start(
            repository.cache(),
            folder,
            // Only processes are killed, never the machine: writes survive without fsync.
            ServerSettings.durable().with("fsync=off", "max_connections=" + CONNECTIONS_MAX));
    cleanup.add(servers::close);
    DatabasePreparation.createDatabase(servers.primary());
    return servers;
  }

  /// Connects to the current primary, so that it follows a failover.
  private static Upstream upstream(Optional<ReplicatedPostgres> servers, DatabaseAddress address) {
    return () -> {
      int port = servers.map(pair -> pair.primary().port()).orElse(address.port());
      return Upstream.at(address.host(), port).open();
    };
  }

  /// The stack that callers use.
  public Soak.Target target() {
    return target;
  }

  /// The faults that can strike its processes.
  public List<Soak.Striking> faults() {
    return faults;
  }
}
