package dev.interlock.launcher;

import dev.interlock.emulator.Cleanup;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabaseMigration;
import dev.interlock.emulator.database.MigrationFailedException;
import dev.interlock.emulator.database.NewerTablesException;
import dev.interlock.emulator.database.StaleDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Brings the tables of a database to the version of this checkout.
@Command(
    name = "migrate",
    description =
        "Migrates the tables of the stack's database, or of another one, to this version.")
final class MigrateCommand implements Callable<Integer> {
  private static final String RIGHT_MISSING = "42501";

  /// Classes of SQLSTATEs that say nothing about the tables: the connection, conflicts, resources,
  /// locks, an operator.
  private static final List<String> UNFINISHED = List.of("08", "40", "53", "55", "57");

  @Mixin private Options.Template template = new Options.Template();
  @Mixin private Options.Data data = new Options.Data();
  @Mixin private Options.StackPort port = new Options.StackPort();
  @Mixin private Options.Database database = new Options.Database();

  @Option(names = "--dry-run", description = "Only lists what would be applied.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    Repository repository = template.repository();
    Path folder = data.path(repository);
    Optional<DatabaseAddress> named = database.address();
    if (named.isEmpty()) {
      port.require(folder);
    }
    DatabaseMigration migration = new DatabaseMigration(repository.functionTables());
    Optional<List<String>> ofNewStack = migration.pendingIn(folder);
    if (dryRun && named.isEmpty() && ofNewStack.isPresent()) {
      return list(ofNewStack.get(), List.of());
    }
    try (Cleanup cleanup = Cleanup.untilExit()) {
      return migrate(migration, CommandDatabase.unprepared(repository, folder, named, cleanup));
    }
  }

  private Integer migrate(DatabaseMigration migration, DatabaseAddress owner) {
    try {
      return dryRun
          ? list(migration.pending(owner), rights(migration, owner))
          : apply(migration, owner);
    } catch (MigrationFailedException failed) {
      return report(owner, failed);
    } catch (NewerTablesException | StaleDataException unusable) {
      throw new UsageException("database " + owner.url() + ": " + unusable.getMessage(), unusable);
    }
  }

  private Integer list(List<String> pending, List<String> rights) {
    pending.forEach(name -> System.out.println("would apply " + name));
    return finish(pending, rights, "would grant the functions' role its rights");
  }

  private Integer apply(DatabaseMigration migration, DatabaseAddress owner) {
    List<String> applied = new ArrayList<>();
    migration.run(
        owner,
        name -> {
          System.out.println("applied " + name);
          applied.add(name);
        });
    List<String> rights = rights(migration, owner);
    if (isForFunctionsElsewhere(applied, rights)) {
      migration.grantRights(owner);
    }
    return finish(applied, rights, "granted the functions' role its rights");
  }

  private Integer finish(List<String> migrations, List<String> rights, String granting) {
    boolean grants = isForFunctionsElsewhere(migrations, rights);
    if (grants) {
      System.out.println(granting);
    }
    if (migrations.isEmpty() && !grants) {
      System.out.println("nothing to do");
    }
    return ExitCode.DONE;
  }

  /// The functions whose rights have changed. A local stack grants all rights at each start.
  private List<String> rights(DatabaseMigration migration, DatabaseAddress owner) {
    return database.address().isPresent() ? migration.pendingRights(owner) : List.of();
  }

  /// Changed tables may need other rights.
  private boolean isForFunctionsElsewhere(List<String> migrations, List<String> rights) {
    return database.address().isPresent() && !(migrations.isEmpty() && rights.isEmpty());
  }

  private static Integer report(DatabaseAddress owner, MigrationFailedException failed) {
    System.err.println("interlock: database " + owner.url() + ": " + failed.getMessage());
    if (failed.sqlState().equals(RIGHT_MISSING)) {
      return ExitCode.USAGE;
    }
    boolean unfinished = UNFINISHED.stream().anyMatch(failed.sqlState()::startsWith);
    return unfinished ? ExitCode.UNCHECKED : ExitCode.BROKEN;
  }
}
