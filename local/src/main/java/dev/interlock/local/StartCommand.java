package dev.interlock.local;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs the whole stack until a signal ends it.
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Runs the whole stack in the foreground until Ctrl-C or SIGTERM.")
final class StartCommand implements Callable<Integer> {
  private static final long START_SECONDS_MAX = 120;

  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.Database database = new Options.Database();

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
      names = "--environments",
      paramLabel = "NUMBER",
      defaultValue = "4",
      description = "The most execution environments per function (default: 4).")
  private int environments;

  @Option(names = "--fresh", description = "Empties the data folder first.")
  private boolean fresh;

  private final CountDownLatch started = new CountDownLatch(1);
  private volatile boolean ready;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Stack.Settings settings = settings();
    Closings closings = new Closings();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(closings), "stop"));
    try {
      new Stack(settings, closings, System.out).start();
      ready = true;
    } finally {
      if (!ready) {
        closings.close();
      }
      started.countDown();
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private Stack.Settings settings() {
    Repository repository = Repository.ofLauncher();
    Options.checked("--port", port);
    Options.checked("--database-port", databasePort);
    if (environments < 1 || environments > 1000) {
      throw new UsageException("--environments must be between 1 and 1000, not " + environments);
    }
    if (port == databasePort && database.address().isEmpty()) {
      throw new UsageException("--port and --database-port must differ, both are " + port);
    }
    return new Stack.Settings(
        repository,
        data.path(repository),
        fresh,
        port,
        databasePort,
        database.address(),
        environments);
  }

  /// Runs when a signal ends the process, and when a start that failed does. In the middle of a start
  /// it first waits for the part that is just coming up, so that nothing comes up after it.
  private void stop(Closings closings) {
    try {
      closings.refuseMore();
      boolean settled = started.await(START_SECONDS_MAX, TimeUnit.SECONDS);
      closings.close();
      if (ready && settled) {
        // A stack that was told to stop, and did, has not failed: no 143.
        Runtime.getRuntime().halt(0);
      }
    } catch (IOException failure) {
      System.err.println("interlock: while stopping: " + failure.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
