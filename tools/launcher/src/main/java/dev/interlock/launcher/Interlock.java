package dev.interlock.launcher;

import dev.interlock.audit.history.UnusableHistoryException;
import dev.interlock.emulator.host.SetupException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `./interlock`: everything of Interlock on one machine.
@Command(
    name = "interlock",
    description = "Race-free, owner-checked writes from AWS Lambda, on one machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StartCommand.class,
      TokenCommand.class,
      InvokeCommand.class,
      ReplayCommand.class,
      AuditCommand.class,
      SoakCommand.class,
    },
    footer = {"", "Measurements are a module of their own: ./interlock bench --help"})
public final class Interlock implements Runnable {
  /// What the command line asks for cannot be done.
  static final int EXIT_USAGE = 2;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /// Runs the command and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// Reads command lines, for commands of other modules as well.
  public static CommandLine commandLine(Object... more) {
    CommandLine interlock = new CommandLine(new Interlock());
    List.of(more).forEach(interlock::addSubcommand);
    return interlock
        .setOverwrittenOptionsAllowed(true)
        .setDefaultValueProvider(new EnvironmentDefaults())
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
    return failure instanceof UnmatchedArgumentException unmatched
        ? "unknown: " + String.join(" ", unmatched.getUnmatched()) + " (--help says what there is)"
        : failure.getMessage();
  }

  private static int refused(CommandLine command, @Nullable String why) {
    PrintWriter errors = command.getErr();
    errors.println("interlock: " + String.valueOf(why).strip().replaceAll("\\s*\\R\\s*", " "));
    errors.flush();
    return EXIT_USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "a command is missing: start, token, invoke, replay, audit, soak or bench (--help says"
            + " more)");
  }
}
