package dev.interlock.launcher;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.InstalledPgBouncer;
import dev.interlock.emulator.host.Folders;
import dev.interlock.emulator.host.ProcessState;
import dev.interlock.soak.Soak;
import dev.interlock.soak.SoakStack;
import dev.interlock.soak.report.LiveTable;
import dev.interlock.soak.report.Setup;
import dev.interlock.soak.report.SoakReport;
import dev.interlock.soak.report.Versions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Breaks a stack of its own on purpose while callers use it, checks all of history, and reports.
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = "Breaks a stack of its own while callers use it, and checks all of history.")
final class SoakCommand implements Callable<Integer> {
  private static final int EXIT_BROKEN = 1;
  private static final String FUNCTIONS = "functions.log";
  private static final Duration TOKENS_LONGER = Duration.ofHours(1);
  private static final int SEED_MAX = 1_000_000;
  private static final int CLIENTS_MAX = 500;

  /// As many environments of six functions have room in the database, each with a connection.
  private static final int ENVIRONMENTS_MAX = 12;

  private static final double MINUTES_MAX = 24 * 60;

  @Mixin private Options.Database database = new Options.Database();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "What faults strike what, and when (default: one by chance, which is told).")
  private @Nullable Long seed;

  @Option(
      names = "--minutes",
      paramLabel = "NUMBER",
      defaultValue = "2",
      description = "How long, 0.5 for half a minute (default: 2).")
  private double minutes;

  @Option(
      names = "--clients",
      paramLabel = "NUMBER",
      defaultValue = "16",
      description = "How many callers ask at once (default: 16).")
  private int clients;

  @Option(
      names = "--environments",
      paramLabel = "NUMBER",
      defaultValue = "4",
      description = "The most execution environments per function (default: 4).")
  private int environments;

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
    Repository repository = Repository.ofLauncher();
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1, SEED_MAX) : seed;
    checked("--minutes", minutes, 0.1, MINUTES_MAX);
    checked("--clients", clients, 1, CLIENTS_MAX);
    checked("--environments", environments, 1, ENVIRONMENTS_MAX);
    database.address().ifPresent(SoakCommand::refuseAfar);
    if (pooler != null && !InstalledPgBouncer.isInstalled()) {
      throw new UsageException("--pooler: PgBouncer is not installed");
    }
    Path reports =
        folder == null ? repository.root().resolve("target/soak/seed-" + chosen) : folder;
    make(reports);
    Soak.Settings settings =
        new Soak.Settings(
            "soak-" + chosen + "-" + Long.toString(System.currentTimeMillis(), 36),
            chosen,
            Duration.ofMillis(Math.round(minutes * 60_000)),
            clients);
    System.out.println("seed " + chosen);
    try {
      return soak(repository, settings, reports) ? 0 : EXIT_BROKEN;
    } catch (InterruptedException signal) {
      // By which the process ends in any case.
      return EXIT_BROKEN;
    }
  }

  private boolean soak(Repository repository, Soak.Settings settings, Path reports)
      throws Exception {
    Path data = reports.resolve("data");
    AtomicBoolean broken = new AtomicBoolean();
    try (Cleanup cleanup = Cleanup.untilExit();
        PrintWriter log = new PrintWriter(Files.newBufferedWriter(reports.resolve(FUNCTIONS)))) {
      // What did not hold is to be looked at.
      cleanup.add(() -> deleteUnless(broken.get(), data));
      SoakStack stack = run(repository, settings, reports, data, log, cleanup);
      AuditReport audit;
      Setup setup;
      try (Connection owner = stack.target().backOffice().call()) {
        audit = Audit.run(owner, reports.resolve(Soak.HISTORY), Duration.ZERO);
        setup = setup(settings, owner);
      }
      SoakReport.write(reports, setup, audit);
      audit.print(System.out);
      broken.set(!audit.passed());
      System.out.println("report " + reports.resolve("README.md"));
      if (broken.get()) {
        System.out.println(
            "the database is kept: ./interlock audit --data %s --history %s"
                .formatted(data, reports.resolve(Soak.HISTORY)));
      }
      return audit.passed();
    }
  }

  private SoakStack run(
      Repository repository,
      Soak.Settings settings,
      Path reports,
      Path data,
      PrintWriter log,
      Cleanup cleanup)
      throws Exception {
    try (Soak soak = new Soak(settings, reports)) {
      SoakStack stack =
          SoakStack.start(
              new SoakStack.Settings(
                  repository,
                  data,
                  database.address(),
                  Optional.ofNullable(pooler),
                  environments,
                  line -> keep(line, log)),
              soak.wire(),
              settings.total().plus(TOKENS_LONGER),
              cleanup);
      Thread waiting = Thread.currentThread();
      cleanup.add(() -> endEarly(waiting));
      PrintStream shown = System.err;
      try (LiveTable live = LiveTable.on(shown, settings.total())) {
        soak.run(stack.target(), stack.faults(), live::show);
      }
      return stack;
    }
  }

  /// A signal's thread is another one than the command's.
  private static void endEarly(Thread waiting) {
    if (!Thread.currentThread().equals(waiting)) {
      waiting.interrupt();
    }
  }

  private Setup setup(Soak.Settings settings, Connection database) throws SQLException {
    String command =
        "--seed %d --minutes %s --clients %d --environments %d"
                .formatted(settings.seed(), minutes, clients, environments)
            + (pooler == null ? "" : " --pooler " + pooler);
    return new Setup(
        settings.seed(),
        settings.total(),
        clients,
        Setup.command(List.of(("soak " + command).split(" "))),
        Versions.with(database));
  }

  private static void make(Path reports) {
    try {
      Files.createDirectories(reports);
    } catch (IOException failure) {
      throw new UsageException("--report: " + reports + " cannot be made a folder", failure);
    }
  }

  private static void deleteUnless(boolean kept, Path data) throws IOException {
    if (!kept) {
      Folders.delete(data);
    }
  }

  /// A line that tells of a defect, or that no function of ours has written. All of the others
  /// would be gigabytes.
  private static void keep(String line, PrintWriter log) {
    if (!line.startsWith("{") || line.contains("\"failure\"")) {
      log.println(line);
    }
  }

  /// What goes over a wire that is to be broken can be read there, passwords too.
  private static void refuseAfar(DatabaseAddress address) {
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
