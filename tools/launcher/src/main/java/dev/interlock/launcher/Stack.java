package dev.interlock.launcher;

import dev.interlock.console.Console;
import dev.interlock.console.ConsoleStack;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.ForeignFolderException;
import dev.interlock.emulator.FunctionLog;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.ContainerBridge;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.host.PortTakenException;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.Limits;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The whole stack, in the order of its start: database, functions, issuer and HTTP API.
final class Stack {
  /// The settings of a stack.
  ///
  /// @param database empty for the embedded one
  /// @param demo whether to add the demo data to the user's database
  /// @param containers the bridge on which the embedded one listens for containers, if any
  /// @param corsOrigins the template's parameter of that name
  record Settings(
      Repository repository,
      Path data,
      boolean fresh,
      int port,
      int databasePort,
      Optional<DatabaseAddress> database,
      boolean demo,
      Optional<ContainerBridge> containers,
      String corsOrigins,
      int environmentsMax) {}

  private final Settings settings;
  private final Cleanup cleanup;
  private final PrintStream out;

  Stack(Settings settings, Cleanup cleanup, PrintStream out) {
    this.settings = settings;
    this.cleanup = cleanup;
    this.out = out;
  }

  /// Starts every part, and prints a line for each. Cheap checks come first.
  void start() throws IOException {
    HttpApi api = bind();
    cleanup.add(api::close);
    DataFolder folder = openFolder();
    cleanup.add(folder::close);
    try {
      start(api, folder);
    } catch (IOException | RuntimeException failure) {
      cleanup.close();
      folder.abandon();
      throw failure;
    }
  }

  private HttpApi bind() throws IOException {
    try {
      return HttpApi.bind(settings.port());
    } catch (PortTakenException taken) {
      throw new UsageException(taken.getMessage() + ": choose another one with --port", taken);
    }
  }

  private DataFolder openFolder() throws IOException {
    if (!settings.fresh()) {
      return DataFolder.open(settings.data());
    }
    try {
      return DataFolder.openFresh(settings.data());
    } catch (ForeignFolderException foreign) {
      throw new UsageException("--fresh: " + foreign.getMessage(), foreign);
    }
  }

  private void start(HttpApi api, DataFolder folder) throws IOException {
    Repository repository = settings.repository();
    EmbeddedPostgres.stopLeftBehind(repository.cache(), folder.path());
    if (settings.fresh()) {
      folder.empty();
    }
    StackDatabase databases = new StackDatabase(repository, cleanup);
    PreparedDatabase database =
        settings.database().isPresent()
            ? databases.reach(settings.database().get(), settings.demo(), folder.path())
            : databases.start(folder.path(), settings.databasePort(), settings.containers());
    say("database   " + database.owner() + ", " + database.shortVersion());
    Map<String, String> parameters = new HashMap<>(LocalFunctions.parameters(database, api.url()));
    if (settings.containers().isPresent()) {
      admit(settings.containers().get(), folder, parameters);
    }
    parameters.put("CorsOrigins", settings.corsOrigins());
    Template template = repository.template(parameters);
    Functions functions =
        new Functions(
            template,
            repository.runtimeClient(folder.path()),
            Limits.ofEnvironments(settings.environmentsMax()),
            new FunctionLog(System.err::println));
    cleanup.add(functions::close);
    String names = String.join(", ", template.functions().keySet());
    say("functions  " + names + ": " + settings.environmentsMax() + " at once of each");
    TokenIssuer issuer = TokenIssuer.of(DataFolder.issuerKey(folder.path()));
    say("issuer     " + api.url() + ", its keys at " + api.url() + "/.well-known/jwks.json");
    Optional<String> description = repository.openApi();
    if (description.isPresent()) {
      api.describe(description.get());
    }
    Console console =
        new Console(
            new ConsoleStack(
                api,
                issuer,
                template.functions().keySet(),
                functions::running,
                functions::alsoLogTo,
                database,
                databases.server(),
                new StackChecks(settings, database)));
    cleanup.add(console::close);
    api.show(console);
    api.start(template, issuer, functions);
    say("api        " + api.url() + ", " + template.routes().size() + " routes");
    say("console    " + api.url() + "/");
    template.cors().ifPresent(cors -> say("browsers   " + String.join(", ", cors.origins())));
    folder.announce(announcement(database));
    Examples.lines(settings, template, api.url()).forEach(this::say);
    say("ready " + api.url());
  }

  private void admit(ContainerBridge bridge, DataFolder folder, Map<String, String> parameters)
      throws IOException {
    Path file =
        folder.tellContainers(
            bridge.parameters(parameters, settings.databasePort(), folder.path()));
    say("containers " + bridge.url(settings.databasePort()) + ", parameters in " + file);
  }

  private Properties announcement(PreparedDatabase database) {
    Properties stack = new Properties();
    stack.setProperty("port", Integer.toString(settings.port()));
    stack.setProperty("owner", database.owner().jdbcUrl());
    stack.setProperty("functions", database.functions().jdbcUrl());
    stack.setProperty("version", database.version());
    return stack;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
