package dev.interlock.launcher;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// What the back office does. Each command is one subcommand.
@Command(
    name = "office",
    description =
        "Does what the back office does: opens and closes accounts, pays money in and out,"
            + " receives, counts and moves stock.",
    footer = {
      "",
      "Each command has a key: it is carried out once, however often it is sent, and a refusal is"
          + " kept too.",
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OfficeAccounts.OpenAccount.class,
      OfficeAccounts.CloseAccount.class,
      OfficeAccounts.ReopenAccount.class,
      OfficeAccounts.PayIn.class,
      OfficeAccounts.PayOut.class,
      OfficeStock.OpenLocation.class,
      OfficeStock.OpenStock.class,
      OfficeStock.ReceiveStock.class,
      OfficeStock.CountStock.class,
      OfficeStock.MoveStock.class,
    })
final class OfficeCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "a command is missing (office --help lists them)");
  }
}
