package dev.interlock.launcher;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Prints a completion script that picocli generates from the commands.
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh: source <(./interlock completion)")
final class CompletionCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    CommandLine root = command.getCommandSpec().root().commandLine();
    command.getOut().print(AutoComplete.bash(root.getCommandName(), root));
    command.getOut().flush();
    return ExitCode.DONE;
  }
}
