package dev.interlock.launcher;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import dev.interlock.audit.AuditSettings;
import dev.interlock.audit.seal.SealFile;
import dev.interlock.audit.seal.Sealing;
import dev.interlock.audit.seal.UnusableSealException;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.PreparedDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Checks every invariant of a database, no matter which program wrote to it.
@Command(
    name = "audit",
    description = "Checks every invariant of the tables, on the stack's database or another one.")
final class AuditCommand implements Callable<Integer> {
  /// The class of SQLSTATEs for a missing table, column or right.
  private static final String NAME_OR_RIGHT_MISSING = "42";

  @Mixin private Options.Template template = new Options.Template();
  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.StackPort port = new Options.StackPort();
  @Mixin private Options.Database database = new Options.Database();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Requests and answers of callers, to compare with the journals.")
  private @Nullable Path history;

  @Option(
      names = "--clock-tolerance",
      paramLabel = "DURATION",
      description =
          "How far apart clocks may be: the callers' and the database's, and the database's own"
              + " across a failover. For example 50ms or 2s; without a unit, milliseconds"
              + " (default: 0).")
  private String clockTolerance = "0";

  @Option(
      names = "--function-role",
      paramLabel = "NAME",
      description =
          "The database role that the functions log in as (default: the stack's, else"
              + " interlock_function).")
  private @Nullable String functionRole;

  @Option(
      names = "--seal",
      paramLabel = "FILE",
      description =
          "Compares the journals with the seal in FILE, if it exists, and replaces it by a new"
              + " one.")
  private @Nullable Path seal;

  @Option(names = "--json", description = "Prints the report as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    AuditSettings settings =
        sealing(AuditSettings.DEFAULT.withClockTolerance(tolerance(clockTolerance)));
    if (history != null && !Files.isReadable(history)) {
      throw new UsageException("--history " + history + ": no such file, or it cannot be read");
    }
    Repository repository = template.repository();
    Path folder = data.path(repository);
    settings = contributed(repository, settings);
    try (Cleanup cleanup = Cleanup.untilExit()) {
      // A database named by an option is only read; nothing is prepared in it.
      Optional<DatabaseAddress> named = database.address();
      if (named.isPresent()) {
        return audit(
            repository, named.get(), settings.withFunctionRole(role(settings.functionRole())));
      }
      port.require(folder);
      PreparedDatabase own = CommandDatabase.open(repository, folder, named, false, cleanup);
      return audit(
          repository, own.owner(), settings.withFunctionRole(role(own.functions().user())));
    }
  }

  private static AuditSettings contributed(Repository repository, AuditSettings settings)
      throws IOException {
    try {
      return settings.withContributed(Contributions.of(repository.templateWithoutParameters()));
    } catch (IllegalArgumentException taken) {
      throw new UsageException("functions' descriptions: " + taken.getMessage(), taken);
    }
  }

  private AuditSettings sealing(AuditSettings settings) {
    if (seal == null) {
      return settings;
    }
    try {
      return settings.withSealing(new Sealing(SealFile.at(seal).read()));
    } catch (UnusableSealException unusable) {
      throw refused(seal, unusable);
    }
  }

  private static UsageException refused(@Nullable Path seal, UnusableSealException unusable) {
    return new UsageException("--seal " + seal + ": " + unusable.getMessage(), unusable);
  }

  private String role(String otherwise) {
    return functionRole == null ? otherwise : functionRole;
  }

  private static Duration tolerance(String text) {
    String withUnit = text.matches("[0-9]+") ? text + "ms" : text;
    return DurationText.parse(withUnit)
        .orElseThrow(
            () -> new UsageException("--clock-tolerance must be like 50ms or 2s, not " + text));
  }

  private Integer audit(Repository repository, DatabaseAddress address, AuditSettings settings)
      throws IOException {
    try (Connection connection = CommandDatabase.connect(address)) {
      AuditReport report = run(connection, settings);
      if (json) {
        System.out.println(report.json());
      } else {
        report.print(System.out);
      }
      if (seal != null && !write(report, seal)) {
        return ExitCode.UNCHECKED;
      }
      if (!report.passed()) {
        return ExitCode.BROKEN;
      }
      return report.complete() ? ExitCode.DONE : unchecked();
    } catch (UnusableSealException unusable) {
      throw refused(seal, unusable);
    } catch (SQLException failure) {
      if (String.valueOf(failure.getSQLState()).startsWith(NAME_OR_RIGHT_MISSING)) {
        CommandDatabase.requireThisVersion(address, repository.functionTables());
      }
      System.err.println(
          "interlock: the audit of "
              + address.url()
              + " was not finished: "
              + CommandDatabase.oneLine(failure));
      return ExitCode.UNCHECKED;
    }
  }

  /// Whether there is nothing to write, or it was written.
  private static boolean write(AuditReport report, Path file) {
    if (report.seal().isEmpty()) {
      System.err.println("interlock: no seal was written, because an invariant is broken");
      return true;
    }
    try {
      SealFile.at(file).write(report.seal().get());
      return true;
    } catch (IOException failure) {
      System.err.println("interlock: the seal was not written: " + failure);
      return false;
    }
  }

  private AuditReport run(Connection connection, AuditSettings settings)
      throws SQLException, IOException {
    // Closing the bar leaves the stream open.
    PrintStream shown = System.err;
    try (AuditBar bar = AuditBar.on(shown)) {
      AuditSettings reporting = settings.withProgress(bar);
      return history == null
          ? Audit.run(connection, reporting)
          : Audit.run(connection, reporting, history);
    }
  }

  /// Only the functions' role can be missing.
  private static int unchecked() {
    System.err.println(
        "interlock: the privileges of the functions could not be checked: name the role that they"
            + " log in as with --function-role");
    return ExitCode.UNCHECKED;
  }
}
