package dev.interlock.launcher;

import dev.interlock.office.Office;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The commands of the back office on accounts.
final class OfficeAccounts {
  private OfficeAccounts() {}

  @Command(name = "open-account", description = "Opens an empty account.")
  static final class OpenAccount extends OfficeSubcommand {
    @Option(
        names = "--currency",
        paramLabel = "CODE",
        required = true,
        description = "Three letters, for example EUR.")
    private @Nullable String currency;

    @Mixin private RoleOptions grants = new RoleOptions();

    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        description = "A note for the journal, of up to 140 characters.")
    private @Nullable String reference;

    OpenAccount() {
      super(Office::openAccount);
    }

    @Override
    void put(OfficeMembers members) {
      members
          .text("id", grants.id)
          .text("currency", currency)
          .grants(grants)
          .text("reference", reference);
    }
  }

  @Command(name = "close-account", description = "Closes an account that is empty.")
  static final class CloseAccount extends OfficeSubcommand {
    @Mixin private AccountOptions account = new AccountOptions();

    CloseAccount() {
      super(Office::closeAccount);
    }

    @Override
    void put(OfficeMembers members) {
      members.text("account", account.id).text("reference", account.reference);
    }
  }

  @Command(name = "reopen-account", description = "Reopens a closed account.")
  static final class ReopenAccount extends OfficeSubcommand {
    @Mixin private AccountOptions account = new AccountOptions();

    ReopenAccount() {
      super(Office::reopenAccount);
    }

    @Override
    void put(OfficeMembers members) {
      members.text("account", account.id).text("reference", account.reference);
    }
  }

  @Command(name = "pay-in", description = "Pays money into an account that is open.")
  static final class PayIn extends OfficeSubcommand {
    @Mixin private AccountOptions account = new AccountOptions();
    @Mixin private MoneyOptions money = new MoneyOptions();

    PayIn() {
      super(Office::payIn);
    }

    @Override
    void put(OfficeMembers members) {
      pay(members, account, money);
    }
  }

  @Command(name = "pay-out", description = "Pays money out of an account that is open.")
  static final class PayOut extends OfficeSubcommand {
    @Mixin private AccountOptions account = new AccountOptions();
    @Mixin private MoneyOptions money = new MoneyOptions();

    PayOut() {
      super(Office::payOut);
    }

    @Override
    void put(OfficeMembers members) {
      pay(members, account, money);
    }
  }

  private static void pay(
      OfficeSubcommand.OfficeMembers members,
      OfficeSubcommand.AccountOptions account,
      OfficeSubcommand.MoneyOptions money) {
    members
        .text("account", account.id)
        .number("amount", money.amount)
        .text("currency", money.currency)
        .text("reference", account.reference);
  }
}
