package dev.interlock.launcher;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.ContainerBridge;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs the whole stack until a signal ends it.
@Command(
    name = "start",
    description = "Runs the whole stack in the foreground until Ctrl-C or SIGTERM.")
final class StartCommand implements Callable<Integer> {
  private static final int ENVIRONMENTS_MAX = 1000;
  private static final Pattern CORS_ORIGINS =
      Pattern.compile("(\\*|https?://[^\\s,/*]+(,https?://[^\\s,/*]+)*)?");

  @Mixin private Options.Template template = new Options.Template();
  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.Database database = new Options.Database();
  @Mixin private Options.Demo demo = new Options.Demo();
  @Mixin private Options.Environments environments = new Options.Environments();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "3000",
      description = "Where the HTTP API answers (default: 3000).")
  private int port;

  @Option(
      names = "--database-port",
      paramLabel = "PORT",
      defaultValue = "54320",
      description = "Where the embedded PostgreSQL listens (default: 54320).")
  private int databasePort;

  @Option(
      names = "--containers",
      description =
          "Also listens on Docker's bridge, for functions that sam local runs in containers.")
  private boolean containers;

  @Option(
      names = "--cors-origins",
      paramLabel = "ORIGINS",
      description =
          "The origins whose pages may call the API from a browser, separated by commas, or *"
              + " (default: none).")
  private String corsOrigins = "";

  @Option(names = "--fresh", description = "Empties the data folder first.")
  private boolean fresh;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Stack.Settings settings = settings();
    try (Cleanup cleanup = Cleanup.untilExit()) {
      new Stack(settings, cleanup, System.out).start();
      cleanup.runUntilSignal();
      new CountDownLatch(1).await();
    }
    return ExitCode.DONE;
  }

  private Stack.Settings settings() throws IOException {
    Repository repository = template.repository();
    // Before anything is started that a mistake in the template would stop again.
    repository.requireStartable();
    Options.checked("--port", port);
    Options.checked("--database-port", databasePort);
    int environmentsMax = environments.checked(ENVIRONMENTS_MAX);
    if (port == databasePort && database.address().isEmpty()) {
      throw new UsageException("--port and --database-port must differ, both are " + port);
    }
    if (containers && database.address().isPresent()) {
      throw new UsageException(
          "--containers and --database are mutually exclusive: only the embedded PostgreSQL listens"
              + " for containers");
    }
    if (!CORS_ORIGINS.matcher(corsOrigins).matches()) {
      throw new UsageException(
          "--cors-origins must be * or origins such as http://localhost:5173, separated by commas,"
              + " not "
              + corsOrigins);
    }
    return new Stack.Settings(
        repository,
        data.path(repository),
        fresh,
        port,
        databasePort,
        database.address(),
        demo.asked(),
        containers ? Optional.of(bridge()) : Optional.empty(),
        corsOrigins,
        environmentsMax);
  }

  private static ContainerBridge bridge() throws IOException {
    return ContainerBridge.ofDocker()
        .orElseThrow(() ->
            new UsageException(
                "--containers: there is no network interface "
                    + ContainerBridge.INTERFACE
                    + ": start Docker first"));
  }
}
