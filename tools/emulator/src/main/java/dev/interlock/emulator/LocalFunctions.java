package dev.interlock.emulator;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/// The functions of the template on a database, without the HTTP API, for replays, audits and
/// tests. Closing it stops everything that it started.
public final class LocalFunctions implements AutoCloseable {
  private static final int ENVIRONMENTS_MAX = 4;

  private final PreparedDatabase database;
  private final Template template;
  private final Functions functions;
  private final Cleanup cleanup;

  private LocalFunctions(
      PreparedDatabase database, Template template, Functions functions, Cleanup cleanup) {
    this.database = database;
    this.template = template;
    this.functions = functions;
    this.cleanup = cleanup;
  }

  /// Starts a disposable PostgreSQL with schema, roles and demo data on a free port, and the
  /// functions of the checkout's template. The functions' log lines go to standard error.
  public static LocalFunctions startFresh(Path repositoryRoot) throws IOException {
    return startFresh(Repository.at(repositoryRoot.toAbsolutePath().normalize()));
  }

  /// Starts the functions of any template in the same way.
  public static LocalFunctions startFresh(Repository repository) throws IOException {
    return startFresh(repository, System.err::println);
  }

  /// The same, with somewhere else for the log lines.
  public static LocalFunctions startFresh(Repository repository, Consumer<String> log)
      throws IOException {
    repository.requireStartable();
    Cleanup cleanup = Cleanup.untilExit();
    try {
      Path folder = Files.createTempDirectory("interlock");
      cleanup.add(() -> Folders.delete(folder));
      int port = FreePort.choose();
      EmbeddedPostgres server =
          EmbeddedPostgres.start(repository.cache(), folder, port, ServerSettings.disposable());
      cleanup.add(server::close);
      DatabasePreparation.createDatabase(server);
      PreparedDatabase database =
          DatabasePreparation.prepareWithDemoData(
              server.owner(), "interlock", repository.functionTables(), System.err::println);
      Template template = repository.template(parameters(database, "http://127.0.0.1:3000"));
      Functions functions =
          new Functions(
              template,
              repository.runtimeClient(folder),
              Limits.ofEnvironments(ENVIRONMENTS_MAX),
              new FunctionLog(log));
      cleanup.add(functions::close);
      return new LocalFunctions(database, template, functions, cleanup);
    } catch (IOException | RuntimeException failure) {
      cleanup.close();
      throw failure;
    }
  }

  /// The template's parameters for a stack on this machine.
  public static Map<String, String> parameters(PreparedDatabase database, String issuer) {
    DatabaseAddress address = database.functions();
    return Map.of(
        "DatabaseUrl",
        address.url(),
        "DatabaseUser",
        address.user(),
        // Functions require one even if the server does not.
        "DatabasePassword",
        address.password().isEmpty() ? "none" : address.password(),
        "DatabaseProduct",
        database.product(),
        "JwtIssuer",
        issuer,
        "JwtAudience",
        "interlock");
  }

  /// Runs functions by their logical ids.
  public FunctionInvoker invoker() {
    return functions;
  }

  /// The JDBC URL, credentials included, of the tables' owner.
  public String ownerConnectionUrl() {
    return database.owner().jdbcUrl();
  }

  /// The template that the functions were started from.
  public Template template() {
    return template;
  }

  @Override
  public void close() throws IOException {
    cleanup.close();
  }
}
