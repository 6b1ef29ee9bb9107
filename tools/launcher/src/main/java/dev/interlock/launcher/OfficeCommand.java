package dev.interlock.launcher;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// The commands of the back office, each a subcommand.
@Command(
    name = "office",
    description =
        "Runs a command of the back office: opens and closes accounts, opens locations, stock and"
            + " other resources, pays money in and out, receives, counts and moves stock.",
    scope = CommandLine.ScopeType.INHERIT,
    exitCodeList = {
      "0:done, now or before under this key",
      "1:refused",
      "2:wrong use, or something that the command needs is missing or taken",
      "3:not done, or not known whether it was: run it again with the same key",
    },
    footer = {
      "",
      "Each command has a key, under which it is carried out once, however often it is sent. A"
          + " refusal is kept under the key too.",
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OfficeAccounts.OpenAccount.class,
      OfficeAccounts.CloseAccount.class,
      OfficeAccounts.ReopenAccount.class,
      OfficeAccounts.PayIn.class,
      OfficeAccounts.PayOut.class,
      OfficeStock.OpenLocation.class,
      OfficeResources.OpenResource.class,
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
