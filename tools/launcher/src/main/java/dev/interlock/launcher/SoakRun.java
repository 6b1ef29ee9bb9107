package dev.interlock.launcher;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.InstalledPgBouncer;
import dev.interlock.emulator.host.Folders;
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
import java.util.Locale;
import java.util.Optional;

/// One soak from start to report: starts the stack, injects faults, audits the database.
final class SoakRun {
  /// The settings of a soak.
  ///
  /// @param reports takes the history, the functions' log and the report
  /// @param database empty for an embedded PostgreSQL
  record Settings(
      Repository repository,
      Path reports,
      Optional<DatabaseAddress> database,
      Optional<InstalledPgBouncer.PoolMode> pooler,
      int environmentsMax) {}

  private static final String FUNCTIONS_LOG = "functions.log";

  /// How much longer than the soak its tokens are valid.
  private static final Duration TOKEN_RESERVE = Duration.ofHours(1);

  private final Settings settings;
  private final Soak.Settings soak;
  private final Path data;
  private final Path history;
  private volatile boolean dataKept;

  SoakRun(Settings settings, Soak.Settings soak) {
    this.settings = settings;
    this.soak = soak;
    this.data = settings.reports().resolve("data");
    this.history = settings.reports().resolve(Soak.HISTORY);
  }

  /// Whether every invariant held. If one did not, the database is kept.
  boolean run() throws Exception {
    try (Cleanup cleanup = Cleanup.untilExit();
        PrintWriter log =
            new PrintWriter(Files.newBufferedWriter(settings.reports().resolve(FUNCTIONS_LOG)))) {
      cleanup.add(this::deleteData);
      SoakStack stack = strike(log, cleanup);
      AuditReport audit;
      Setup setup;
      try (Connection owner = stack.target().backOffice().call()) {
        audit = Audit.run(owner, history, Duration.ZERO);
        setup = setup(owner);
      }
      SoakReport.write(settings.reports(), setup, audit);
      audit.print(System.out);
      System.out.println("report " + settings.reports().resolve("README.md"));
      dataKept = !audit.passed();
      if (dataKept) {
        System.out.printf(
            Locale.ROOT,
            "the database is kept: ./interlock audit --data %s --history %s%n",
            data,
            history);
      }
      return audit.passed();
    }
  }

  private void deleteData() throws IOException {
    if (!dataKept) {
      Folders.delete(data);
    }
  }

  private SoakStack strike(PrintWriter log, Cleanup cleanup) throws Exception {
    try (Soak running = new Soak(soak, settings.reports())) {
      SoakStack.Settings stackSettings =
          new SoakStack.Settings(
              settings.repository(),
              data,
              settings.database(),
              settings.pooler(),
              settings.environmentsMax(),
              line -> keep(line, log));
      SoakStack stack =
          SoakStack.start(stackSettings, running.wire(), soak.total().plus(TOKEN_RESERVE), cleanup);
      Thread waiting = Thread.currentThread();
      cleanup.add(() -> endEarly(waiting));
      // Closing the table leaves the stream open.
      PrintStream shown = System.err;
      try (LiveTable live = LiveTable.on(shown, soak.total())) {
        running.run(stack.target(), stack.faults(), live::show);
      }
      return stack;
    }
  }

  /// On a signal, the shutdown hook's thread ends the soak on the command's thread.
  private static void endEarly(Thread waiting) {
    if (!Thread.currentThread().equals(waiting)) {
      waiting.interrupt();
    }
  }

  private Setup setup(Connection database) throws SQLException {
    String command =
        String.format(
                Locale.ROOT,
                "soak --seed %d --minutes %s --clients %d --environments %d",
                soak.seed(),
                soak.total().toMillis() / 60_000.0,
                soak.clients(),
                settings.environmentsMax())
            + settings.pooler().map(mode -> " --pooler " + mode).orElse("");
    return new Setup(
        soak.seed(),
        soak.total(),
        soak.clients(),
        Setup.command(List.of(command.split(" "))),
        Versions.with(database));
  }

  /// Keeps only defects and lines that are not from a function. All lines would take gigabytes.
  private static void keep(String line, PrintWriter log) {
    if (!line.startsWith("{") || line.contains("\"failure\"")) {
      log.println(line);
    }
  }
}
