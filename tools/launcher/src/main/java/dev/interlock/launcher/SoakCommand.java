package dev.interlock.launcher;

import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.InstalledPgBouncer;
import dev.interlock.emulator.host.ProcessState;
import dev.interlock.soak.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Breaks a separate stack under load on purpose, audits its whole history, and writes a report.
@Command(
    name = "soak",
    description = "Breaks a separate stack under load on purpose, then audits its whole history.")
final class SoakCommand implements Callable<Integer> {
  private static final int SEED_MAX = 1_000_000;
  private static final int CLIENTS_MAX = 500;

  /// Each environment of the twelve functions holds a connection. The database accepts this many.
  private static final int ENVIRONMENTS_MAX = 12;

  private static final double MINUTES_MAX = 24 * 60;

  @Mixin private Options.Database database = new Options.Database();
  @Mixin private Options.Environments environments = new Options.Environments();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Decides which faults strike, and when (default: random; printed at start).")
  private @Nullable Long seed;

  @Option(
      names = "--minutes",
      paramLabel = "NUMBER",
      defaultValue = "2",
      description = "How long; 0.5 is half a minute (default: 2).")
  private double minutes;

  @Option(
      names = "--clients",
      paramLabel = "NUMBER",
      defaultValue = "16",
      description = "How many callers send requests at once (default: 16).")
  private int clients;

  @Option(
      names = "--pooler",
      paramLabel = "MODE",
      description =
          "Connects through PgBouncer in this pool mode: session or transaction (default: no"
              + " PgBouncer).")
  private InstalledPgBouncer.@Nullable PoolMode pooler;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "Where the report goes (default: target/soak/seed-NUMBER).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    if (!ProcessState.isKnown()) {
      throw new UsageException("soak needs Linux: it freezes processes, and reads /proc to see it");
    }
    Repository repository = Installation.checkout("soak");
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1, SEED_MAX) : seed;
    checked("--minutes", minutes, 0.1, MINUTES_MAX);
    checked("--clients", clients, 1, CLIENTS_MAX);
    int environmentsMax = environments.checked(ENVIRONMENTS_MAX);
    database.address().ifPresent(SoakCommand::refuseRemote);
    if (pooler != null && !InstalledPgBouncer.isInstalled()) {
      throw new UsageException("--pooler: PgBouncer is not installed");
    }
    Path reports =
        folder == null ? repository.root().resolve("target/soak/seed-" + chosen) : folder;
    make(reports);
    System.out.println("seed " + chosen);
    sayWhatIsLeftOut(repository);
    SoakRun.Settings settings =
        new SoakRun.Settings(
            repository, reports, database.address(), Optional.ofNullable(pooler), environmentsMax);
    try {
      return new SoakRun(settings, soak(chosen)).run() ? ExitCode.DONE : ExitCode.BROKEN;
    } catch (InterruptedException signal) {
      // The signal that interrupted this thread ends the process anyway.
      return ExitCode.UNCHECKED;
    }
  }

  private static void sayWhatIsLeftOut(Repository repository) throws IOException {
    Set<String> leftOut = new LinkedHashSet<>(repository.functionIds());
    Operations.all().map(Operation::function).forEach(leftOut::remove);
    if (!leftOut.isEmpty()) {
      System.out.println(
          "left out, because the soak calls only Interlock's own operations: "
              + String.join(", ", leftOut));
    }
  }

  private Soak.Settings soak(long chosen) {
    return new Soak.Settings(
        "soak-" + chosen + "-" + Long.toString(System.currentTimeMillis(), 36),
        chosen,
        Duration.ofMillis(Math.round(minutes * 60_000)),
        clients);
  }

  private static void make(Path reports) {
    try {
      Files.createDirectories(reports);
    } catch (IOException failure) {
      throw new UsageException("--report: " + reports + " cannot be made a folder", failure);
    }
  }

  /// The connections that the soak breaks are not encrypted, and carry passwords.
  private static void refuseRemote(DatabaseAddress address) {
    if (!address.isOneOnThisMachine()) {
      throw new UsageException(
          "--database must be on this machine, or a tunnel to it: a soak's wire is not encrypted");
    }
  }

  private static void checked(String option, double value, double least, double most) {
    if (value < least || value > most) {
      throw new UsageException(
          "%s must be between %s and %s, not %s".formatted(option, least, most, value));
    }
  }
}
