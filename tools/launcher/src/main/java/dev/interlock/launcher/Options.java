package dev.interlock.launcher;

import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.database.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options that several commands share, so that they mean the same in each.
final class Options {
  private Options() {}

  /// The template whose functions a command uses. Their events and data are in its folder.
  static final class Template {
    @Option(
        names = "--template",
        paramLabel = "FILE",
        description =
            "The SAM template of the functions (default: template.yaml in the repository; in the"
                + " current folder, for a launcher without one).")
    private @Nullable Path file;

    Repository repository() {
      Path template = file == null ? Installation.template() : file.toAbsolutePath().normalize();
      if (!Files.isRegularFile(template) || !Files.isReadable(template)) {
        throw new UsageException("--template " + template + ": no such file, or it cannot be read");
      }
      return new Repository(Installation.runtime(), template);
    }
  }

  /// Selects the stack that a command uses.
  static final class Data {
    @Option(
        names = "--data",
        paramLabel = "FOLDER",
        description =
            "Keeps the stack's data from run to run (default: .interlock beside the template).")
    private @Nullable Path folder;

    Path path(Repository repository) {
      return (folder == null ? repository.defaultData() : folder).toAbsolutePath().normalize();
    }
  }

  /// The port of the API, whose URL is also the issuer of its tokens.
  static final class Port {
    static final int DEFAULT = 3000;

    @Option(
        names = "--port",
        paramLabel = "PORT",
        description = "Where the HTTP API answers (default: 3000).")
    private @Nullable Integer port;

    /// The port of the option, else of the stack that runs on the folder, else the default.
    int number(Path data) throws IOException {
      Properties running = port == null ? DataFolder.running(data) : new Properties();
      int found = Integer.parseInt(running.getProperty("port", Integer.toString(DEFAULT)));
      return port == null ? found : checked("--port", port);
    }
  }

  /// The port of the stack whose database a command uses, so that a command line can be like that
  /// of `start`. The stack is that of the data folder: another port would be that of another stack.
  static final class StackPort {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
        names = "--port",
        paramLabel = "PORT",
        description = "The port of the stack, to make sure that it is the one of the data folder.")
    private @Nullable Integer port;

    void require(Path data) throws IOException {
      if (port == null) {
        return;
      }
      checked("--port", port);
      String running = DataFolder.running(data).getProperty("port", "");
      boolean named =
          Objects.requireNonNull(command).commandLine().getParseResult().hasMatchedOption("--port");
      if (running.isEmpty() ? named : !running.equals(port.toString())) {
        throw new UsageException(
            "--port %d: data folder %s has %s: name the folder of that stack with --data"
                .formatted(
                    port,
                    data,
                    running.isEmpty() ? "no running stack" : "the stack of port " + running));
      }
    }
  }

  /// A database to use instead of the embedded one.
  static final class Database {
    @Option(
        names = "--database",
        paramLabel = "URL",
        description = "A PostgreSQL or CockroachDB to use instead of the embedded PostgreSQL.")
    private @Nullable String url;

    Optional<DatabaseAddress> address() {
      try {
        return Optional.ofNullable(url).map(DatabaseAddress::parse);
      } catch (IllegalArgumentException refused) {
        throw new UsageException("--database " + refused.getMessage(), refused);
      }
    }
  }

  /// Whether to add the demo data to the user's database.
  static final class Demo {
    @Option(
        names = "--demo",
        description = "Adds the demo data to the database of --database if that is empty.")
    private boolean asked;

    boolean asked() {
      return asked;
    }
  }

  /// How many environments a function may have at once.
  static final class Environments {
    @Option(
        names = "--environments",
        paramLabel = "NUMBER",
        defaultValue = "4",
        description = "The most execution environments per function (default: 4).")
    private int number;

    int checked(int most) {
      if (number < 1 || number > most) {
        throw new UsageException(
            "--environments must be between 1 and %d, not %d".formatted(most, number));
      }
      return number;
    }
  }

  static int checked(String option, int port) {
    if (port < 1 || port > 65535) {
      throw new UsageException(option + " must be between 1 and 65535, not " + port);
    }
    return port;
  }
}
