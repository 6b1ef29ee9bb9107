package dev.interlock.local;

import dev.interlock.local.audit.Audit;
import dev.interlock.local.audit.AuditReport;
import dev.interlock.local.database.Folders;
import dev.interlock.local.soak.Soak;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Breaks a stack of its own on purpose while callers use it, checks all of history, and reports.
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = "Breaks a stack of its own while callers use it, and checks all of history.")
final class SoakCommand implements Callable<Integer> {
  private static final int EXIT_BROKEN = 1;
  private static final String FUNCTIONS = "functions.log";
  private static final int SEED_MAX = 1_000_000;
  private static final int CLIENTS_MAX = 500;
  private static final double MINUTES_MAX = 24 * 60;

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
      names = "--report",
      paramLabel = "FOLDER",
      description = "Where the report goes (default: target/soak/seed-NUMBER).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    Repository repository = Repository.ofLauncher();
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1, SEED_MAX) : seed;
    checked("--minutes", minutes, 0.1, MINUTES_MAX);
    checked("--clients", clients, 1, CLIENTS_MAX);
    checked("--environments", environments, 1, CLIENTS_MAX);
    Path reports =
        folder == null ? repository.root().resolve("target/soak/seed-" + chosen) : folder;
    Files.createDirectories(reports);
    Soak.Settings settings =
        new Soak.Settings(
            "soak-" + chosen + "-" + Long.toString(System.currentTimeMillis(), 36),
            chosen,
            Duration.ofMillis(Math.round(minutes * 60_000)),
            clients,
            Set.of());
    return soak(repository, settings, reports) ? 0 : EXIT_BROKEN;
  }

  private boolean soak(Repository repository, Soak.Settings settings, Path reports)
      throws Exception {
    try (Closings closings = Closings.untilExit();
        PrintWriter log = new PrintWriter(Files.newBufferedWriter(reports.resolve(FUNCTIONS)))) {
      Path data = reports.resolve("data");
      SoakStack stack;
      try (Soak soak = new Soak(settings, reports)) {
        stack =
            SoakStack.start(
                new SoakStack.Settings(repository, data, environments, line -> keep(line, log)),
                soak.wire(),
                settings.total().plus(Duration.ofHours(1)),
                closings);
        soak.run(
            stack.target(),
            stack.faults()::strike,
            (elapsed, counts) -> System.err.println(elapsed + " " + counts));
      }
      AuditReport audit;
      try (Connection owner = stack.target().backOffice().call()) {
        audit = Audit.run(owner);
      }
      audit.print(System.out);
      System.out.println("report " + reports.resolve("README.md"));
      if (audit.passed()) {
        closings.add(() -> Folders.delete(data));
      }
      return audit.passed();
    }
  }

  /// A line that tells of a defect, or that no function of ours has written. All of the others
  /// would be gigabytes.
  private static void keep(String line, PrintWriter log) {
    if (!line.startsWith("{") || line.contains("\"failure\"")) {
      log.println(line);
    }
  }

  private static void checked(String option, double value, double least, double most) {
    if (value < least || value > most) {
      throw new UsageException(
          "%s must be between %s and %s, not %s".formatted(option, least, most, value));
    }
  }
}
