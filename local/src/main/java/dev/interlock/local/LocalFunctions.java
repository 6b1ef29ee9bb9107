package dev.interlock.local;

import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.DatabasePreparation;
import dev.interlock.local.database.EmbeddedPostgres;
import dev.interlock.local.database.Folders;
import dev.interlock.local.database.PreparedDatabase;
import dev.interlock.local.lambda.Functions;
import dev.interlock.local.lambda.Limits;
import dev.interlock.local.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The functions of the template on a database, without the HTTP API: what replays, audits and
/// tests drive. Closing it stops all that it started.
public final class LocalFunctions implements AutoCloseable {
  private static final int ENVIRONMENTS_MAX = 4;

  private final PreparedDatabase database;
  private final Template template;
  private final Functions functions;
  private final Closings closings;

  private LocalFunctions(
      PreparedDatabase database, Template template, Functions functions, Closings closings) {
    this.database = database;
    this.template = template;
    this.functions = functions;
    this.closings = closings;
  }

  /// Starts a throw-away PostgreSQL with schema, roles and demo data on a free port, and the
  /// functions of the checkout's template on it. The functions' log lines go to standard error.
  public static LocalFunctions startFresh(Path repositoryRoot) throws IOException {
    Repository repository = Repository.at(repositoryRoot.toAbsolutePath().normalize());
    Closings closings = Closings.untilExit();
    try {
      Path folder = Files.createTempDirectory("interlock");
      closings.add(() -> Folders.delete(folder));
      int port = FreePort.choose();
      EmbeddedPostgres server = EmbeddedPostgres.start(repository.cache(), folder, port, false);
      closings.add(server::close);
      DatabasePreparation.createDatabase(server);
      PreparedDatabase database =
          DatabasePreparation.prepareWithDemoData(server.owner(), "interlock", System.err::println);
      return on(repository, database, folder, closings);
    } catch (IOException | RuntimeException failure) {
      closings.close();
      throw failure;
    }
  }

  private static LocalFunctions on(
      Repository repository, PreparedDatabase database, Path folder, Closings closings)
      throws IOException {
    Template template = repository.template(parameters(database, "http://127.0.0.1:3000"));
    Functions functions =
        new Functions(
            template,
            repository.runtimeClient(folder),
            Limits.ofEnvironments(ENVIRONMENTS_MAX),
            System.err::println);
    closings.add(functions::close);
    return new LocalFunctions(database, template, functions, closings);
  }

  /// The template's parameters on one machine.
  static Map<String, String> parameters(PreparedDatabase database, String issuer) {
    DatabaseAddress address = database.functions();
    return Map.of(
        "DatabaseUrl",
        address.url(),
        "DatabaseUser",
        address.user(),
        // Functions insist on one, also where the server asks for none.
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

  /// The template that the functions were started from: routes to logical ids.
  public Template template() {
    return template;
  }

  @Override
  public void close() throws IOException {
    closings.close();
  }
}
