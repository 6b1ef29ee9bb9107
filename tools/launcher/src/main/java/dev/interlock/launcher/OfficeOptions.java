package dev.interlock.launcher;

import dev.interlock.api.Problem;
import dev.interlock.api.RefusedException;
import dev.interlock.api.WriteRequest;
import dev.interlock.database.Database;
import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabaseMigration;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.json.Json;
import dev.interlock.limits.TimeLimits;
import dev.interlock.office.Office;
import dev.interlock.office.OfficeAction;
import dev.interlock.office.OfficeVerdict;
import dev.interlock.write.Attempts;
import dev.interlock.write.ContentionException;
import dev.interlock.write.DatabaseUnavailableException;
import dev.interlock.write.Deadline;
import dev.interlock.write.Decision;
import dev.interlock.write.IdempotencyKeyReusedException;
import dev.interlock.write.OutcomeUnknownException;
import dev.interlock.write.RequestInProgressException;
import dev.interlock.write.StatementRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that all commands of the back office share, and how such a command is run.
final class OfficeOptions {
  @Mixin private Options.Template template = new Options.Template();
  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.StackPort port = new Options.StackPort();
  @Mixin private Options.Database database = new Options.Database();

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who you are; the journals say office:NAME (default: the login name).")
  private String name = System.getProperty("user.name");

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The idempotency key, under which the command is carried out once (default: a new one,"
              + " printed first).")
  private @Nullable String key;

  @Option(
      names = "--sql",
      description = "Prints the command as a script for psql instead. Connects to nothing.")
  private boolean sql;

  Repository repository() {
    return template.repository();
  }

  Integer run(Function<WriteRequest, OfficeAction> command, Map<String, Json> members)
      throws IOException {
    String used = key == null ? UUID.randomUUID().toString() : key;
    OfficeAction action = checked(command, members, used);
    if (sql) {
      // The script says that it is UTF-8, whatever the locale.
      System.out.writeBytes(action.script().getBytes(StandardCharsets.UTF_8));
      return ExitCode.DONE;
    }
    if (key == null) {
      System.err.println("key " + used);
    }
    try (Cleanup cleanup = Cleanup.untilExit();
        Database tables = tables(owner(cleanup))) {
      return decide(action, tables, used);
    }
  }

  private DatabaseAddress owner(Cleanup cleanup) throws IOException {
    Optional<DatabaseAddress> named = database.address();
    // A database named by an option is taken as it is: nothing is prepared in it.
    DatabaseAddress owner = named.isPresent() ? named.get() : stack(cleanup);
    CommandDatabase.requireThisVersion(owner, List.of());
    return owner;
  }

  /// The database of the stack, if that was ever started. A new one would be the wrong place.
  private DatabaseAddress stack(Cleanup cleanup) throws IOException {
    Repository repository = repository();
    Path folder = data.path(repository);
    port.require(folder);
    if (DatabaseMigration.isNew(folder)) {
      throw new UsageException(
          "data folder "
              + folder
              + " has no stack: run ./interlock start first, or name another"
              + " one with --data, or a database with --database");
    }
    return CommandDatabase.open(repository, folder, cleanup).owner();
  }

  private OfficeAction checked(
      Function<WriteRequest, OfficeAction> command, Map<String, Json> members, String used) {
    try {
      return command.apply(Office.request(name, used, new Json.Obj(members)));
    } catch (RefusedException refused) {
      throw new UsageException(explained(refused.problem()), refused);
    }
  }

  /// Each violation as the option that it is about.
  private static String explained(Problem problem) {
    return switch (problem.name()) {
      case "unauthenticated" -> "--as must be 1 to 121 visible ASCII characters";
      case "idempotency-key-malformed" -> "--key must be 1 to 128 of A-Z a-z 0-9 . _ : -";
      default ->
          problem.members().get("violations") instanceof List<?> violations
              ? violations.stream()
                  .map(OfficeOptions::explained)
                  .distinct()
                  .collect(Collectors.joining("; "))
              : problem.detail();
    };
  }

  private static String explained(Object violation) {
    Map<?, ?> members = (Map<?, ?>) violation;
    String pointer = String.valueOf(members.get("pointer"));
    String option =
        pointer.startsWith("/grants")
            ? "--owner, --operator or --viewer"
            : "--" + pointer.substring(1);
    return option + " " + members.get("reason");
  }

  private static Database tables(DatabaseAddress owner) {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT version()")) {
      row.next();
      String product = new PreparedDatabase(owner, owner, row.getString(1)).product();
      return Database.of(
          Map.of(
              "DATABASE_URL", owner.url(),
              "DATABASE_USER", owner.user(),
              "DATABASE_PASSWORD", owner.password(),
              "DATABASE_PRODUCT", product));
    } catch (SQLException | IllegalArgumentException failure) {
      throw new UsageException("database " + owner.url() + ": " + failure.getMessage(), failure);
    }
  }

  private static Integer decide(OfficeAction action, Database tables, String used) {
    try {
      Decision<OfficeVerdict> decision =
          action.decide(
              new StatementRunner(tables), new Attempts(Deadline.in(TimeLimits.API_GATEWAY_MAX)));
      return OfficeOutput.print(decision);
    } catch (IdempotencyKeyReusedException _) {
      throw new UsageException("--key " + used + " belongs to another command");
    } catch (RequestInProgressException | ContentionException failure) {
      return unfinished(
          "nothing was written: other sessions hold the rows or the key. Run it again");
    } catch (DatabaseUnavailableException failure) {
      return unfinished("nothing was written: the database is not available");
    } catch (OutcomeUnknownException failure) {
      return unfinished("it may have been written: run it again with --key " + used);
    } catch (IllegalStateException failure) {
      if (failure.getCause() instanceof SQLException refused) {
        return unfinished("nothing was written: " + CommandDatabase.oneLine(refused));
      }
      throw failure;
    }
  }

  private static Integer unfinished(String outcome) {
    System.err.println("interlock: " + outcome);
    return ExitCode.UNCHECKED;
  }
}
