package dev.interlock.launcher;

import dev.interlock.audit.history.UnusableHistoryException;
import dev.interlock.emulator.host.SetupException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `./interlock`, which runs all of Interlock on one machine.
@Command(
    name = "interlock",
    description = "Race-free, owner-checked writes from AWS Lambda, on one machine.",
    scope = CommandLine.ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    exitCodeOnExecutionException = ExitCode.UNCHECKED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:something is wrong with what was checked, or the back office's command was refused",
      "2:wrong use, or something that the command needs is missing or taken",
      "3:could not be checked, or it is not known whether it was done",
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StartCommand.class,
      TokenCommand.class,
      InvokeCommand.class,
      ReplayCommand.class,
      AuditCommand.class,
      RaceCommand.class,
      MigrateCommand.class,
      OfficeCommand.class,
      SoakCommand.class,
      BenchCommand.class,
      NewCommand.class,
      CompletionCommand.class,
    })
public final class Interlock implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /// Runs the command and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  /// Reads command lines.
  ///
  /// @param environment variables that stand for missing options
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new Interlock())
        .setOverwrittenOptionsAllowed(true)
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .setParameterExceptionHandler(
            (failure, arguments) -> refused(failure.getCommandLine(), explained(failure)))
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          if (failure instanceof UsageException
              || failure instanceof SetupException
              || failure instanceof UnusableHistoryException) {
            return refused(command, failure.getMessage());
          }
          throw failure;
        });
  }

  private static @Nullable String explained(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return failure.getMessage();
    }
    List<String> words = unmatched.getUnmatched();
    return "unknown: "
        + String.join(" ", words)
        + Spelling.correct(words.getFirst(), failure.getCommandLine().getCommandSpec())
            .map(correct -> ". Did you mean " + correct + "?")
            .orElse(" (--help lists what there is)");
  }

  private static int refused(CommandLine command, @Nullable String why) {
    PrintWriter errors = command.getErr();
    errors.println("interlock: " + String.valueOf(why).strip().replaceAll("\\s*\\R\\s*", " "));
    errors.flush();
    return ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a command is missing (--help lists them)");
  }
}
