package dev.interlock.launcher;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import java.io.IOException;
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
  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.Database database = new Options.Database();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Requests and answers of callers, to compare with the journals.")
  private @Nullable Path history;

  @Option(
      names = "--clock-tolerance",
      paramLabel = "MILLIS",
      description = "How far the callers' clock may differ from the database's (default: 0).")
  private long clockToleranceMillis;

  @Override
  public Integer call() throws IOException {
    if (clockToleranceMillis < 0) {
      throw new UsageException("--clock-tolerance must be 0 or more, not " + clockToleranceMillis);
    }
    if (history != null && !Files.isReadable(history)) {
      throw new UsageException("--history " + history + ": there is no such file to read");
    }
    Repository repository = Checkout.repository();
    Path folder = data.path(repository);
    try (Cleanup cleanup = Cleanup.untilExit()) {
      // A database named by an option is only read; nothing is prepared in it.
      Optional<DatabaseAddress> named = database.address();
      DatabaseAddress address =
          named.isPresent()
              ? named.get()
              : CommandDatabase.open(repository, folder, named, false, cleanup).owner();
      return audit(address);
    }
  }

  private Integer audit(DatabaseAddress address) throws IOException {
    try (Connection connection = connect(address)) {
      AuditReport report =
          history == null
              ? Audit.run(connection)
              : Audit.run(connection, history, Duration.ofMillis(clockToleranceMillis));
      report.print(System.out);
      return report.passed() ? ExitCode.DONE : ExitCode.BROKEN;
    } catch (SQLException failure) {
      System.err.println(
          "interlock: the audit of "
              + address.url()
              + " was not finished: "
              + failure.getMessage());
      return ExitCode.UNCHECKED;
    }
  }

  private static Connection connect(DatabaseAddress address) {
    try {
      return address.connect();
    } catch (SQLException failure) {
      throw new UsageException("database " + address.url() + ": " + failure.getMessage(), failure);
    }
  }
}
