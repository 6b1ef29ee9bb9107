package dev.interlock.launcher;

import dev.interlock.api.WriteRequest;
import dev.interlock.json.Json;
import dev.interlock.office.Office;
import dev.interlock.office.OfficeAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// What the back office does. Each command is one subcommand.
@Command(
    name = "office",
    description =
        "Does what the back office does: opens and closes accounts, pays money in and out,"
            + " receives, counts and moves stock.",
    scope = CommandLine.ScopeType.INHERIT,
    exitCodeList = {
      "0:done, now or before under this key",
      "1:refused",
      "2:wrong use, or something that the command needs is missing or taken",
      "3:not done, or not known whether it was: run it again with the same key",
    },
    footer = {
      "",
      "Each command has a key: it is carried out once, however often it is sent, and a refusal is"
          + " kept too.",
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OfficeCommand.OpenAccount.class,
      OfficeCommand.CloseAccount.class,
      OfficeCommand.ReopenAccount.class,
      OfficeCommand.PayIn.class,
      OfficeCommand.PayOut.class,
      OfficeCommand.OpenLocation.class,
      OfficeCommand.OpenStock.class,
      OfficeCommand.ReceiveStock.class,
      OfficeCommand.CountStock.class,
      OfficeCommand.MoveStock.class,
    })
final class OfficeCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "a command is missing (office --help lists them)");
  }

  /// One command: its options become the members of the request.
  abstract static class Subcommand implements Callable<Integer> {
    @Mixin private OfficeOptions options = new OfficeOptions();

    private final Function<WriteRequest, OfficeAction> action;

    Subcommand(Function<WriteRequest, OfficeAction> action) {
      this.action = action;
    }

    abstract void put(Members members);

    @Override
    public final Integer call() throws Exception {
      Members members = new Members();
      put(members);
      return options.run(action, members.named);
    }
  }

  /// The members of a request. An option that is not given is absent.
  static final class Members {
    private static final char UNDECODABLE = '\uFFFD';

    private final Map<String, Json> named = new LinkedHashMap<>();

    Members text(String name, @Nullable String value) {
      if (value != null) {
        requireDecoded(name, value);
        named.put(name, new Json.Text(value));
      }
      return this;
    }

    Members number(String name, @Nullable String value) {
      if (value != null) {
        named.put(name, new Json.Num(value));
      }
      return this;
    }

    Members grants(Grants grants) {
      List<Json> all = new ArrayList<>();
      addGrants(all, "owner", grants.owners);
      addGrants(all, "operator", grants.operators);
      addGrants(all, "viewer", grants.viewers);
      named.put("grants", new Json.Arr(all));
      return this;
    }

    // Java puts this character where an argument has bytes that it cannot decode.
    private static void requireDecoded(String name, String value) {
      if (value.indexOf(UNDECODABLE) >= 0) {
        throw new UsageException(
            "--" + name + " is not text in the encoding of the locale: use LC_ALL=C.UTF-8");
      }
    }

    private static void addGrants(List<Json> all, String role, List<String> principals) {
      for (String principal : principals) {
        all.add(
            new Json.Obj(
                Map.of("principal", new Json.Text(principal), "role", new Json.Text(role))));
      }
    }
  }

  /// Who gets a role from the start.
  static final class Grants {
    @Option(
        names = "--owner",
        paramLabel = "PRINCIPAL",
        required = true,
        description = "The first owner. Can be repeated.")
    private List<String> owners = List.of();

    @Option(
        names = "--operator",
        paramLabel = "PRINCIPAL",
        description = "A first operator. Can be repeated.")
    private List<String> operators = List.of();

    @Option(
        names = "--viewer",
        paramLabel = "PRINCIPAL",
        description = "A first viewer. Can be repeated.")
    private List<String> viewers = List.of();

    @Option(
        names = "--id",
        paramLabel = "UUID",
        description = "The id to open (default: one that follows from name and key).")
    private @Nullable String id;
  }

  /// The account of a command.
  static final class Account {
    @Option(names = "--account", paramLabel = "UUID", required = true, description = "The account.")
    private @Nullable String id;

    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        description = "What the journal says of it: up to 140 characters.")
    private @Nullable String reference;
  }

  /// The money of a payment.
  static final class Money {
    @Option(
        names = "--amount",
        paramLabel = "N",
        required = true,
        description = "In minor units of the currency.")
    private @Nullable String amount;

    @Option(
        names = "--currency",
        paramLabel = "CODE",
        required = true,
        description = "The currency of the account, for example EUR.")
    private @Nullable String currency;
  }

  /// The stock of a command.
  static final class Stock {
    @Option(names = "--sku", paramLabel = "SKU", required = true, description = "The SKU.")
    private @Nullable String sku;

    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        description = "What the journal says of it: up to 140 characters.")
    private @Nullable String reference;
  }

  /// The location of that stock.
  static final class Place {
    @Option(
        names = "--location",
        paramLabel = "UUID",
        required = true,
        description = "The location.")
    private @Nullable String id;
  }

  @Command(name = "open-account", description = "Opens an empty account.")
  static final class OpenAccount extends Subcommand {
    @Option(
        names = "--currency",
        paramLabel = "CODE",
        required = true,
        description = "Three letters, for example EUR.")
    private @Nullable String currency;

    @Mixin private Grants grants = new Grants();

    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        description = "What the journal says of it: up to 140 characters.")
    private @Nullable String reference;

    OpenAccount() {
      super(Office::openAccount);
    }

    @Override
    void put(Members members) {
      members
          .text("id", grants.id)
          .text("currency", currency)
          .grants(grants)
          .text("reference", reference);
    }
  }

  @Command(name = "close-account", description = "Closes an account that is empty.")
  static final class CloseAccount extends Subcommand {
    @Mixin private Account account = new Account();

    CloseAccount() {
      super(Office::closeAccount);
    }

    @Override
    void put(Members members) {
      members.text("account", account.id).text("reference", account.reference);
    }
  }

  @Command(name = "reopen-account", description = "Reopens a closed account.")
  static final class ReopenAccount extends Subcommand {
    @Mixin private Account account = new Account();

    ReopenAccount() {
      super(Office::reopenAccount);
    }

    @Override
    void put(Members members) {
      members.text("account", account.id).text("reference", account.reference);
    }
  }

  @Command(name = "pay-in", description = "Pays money into an account.")
  static final class PayIn extends Subcommand {
    @Mixin private Account account = new Account();
    @Mixin private Money money = new Money();

    PayIn() {
      super(Office::payIn);
    }

    @Override
    void put(Members members) {
      pay(members, account, money);
    }
  }

  @Command(name = "pay-out", description = "Pays money out of an account.")
  static final class PayOut extends Subcommand {
    @Mixin private Account account = new Account();
    @Mixin private Money money = new Money();

    PayOut() {
      super(Office::payOut);
    }

    @Override
    void put(Members members) {
      pay(members, account, money);
    }
  }

  private static void pay(Members members, Account account, Money money) {
    members
        .text("account", account.id)
        .number("amount", money.amount)
        .text("currency", money.currency)
        .text("reference", account.reference);
  }

  @Command(name = "open-location", description = "Opens a location without stock.")
  static final class OpenLocation extends Subcommand {
    @Mixin private Grants grants = new Grants();

    OpenLocation() {
      super(Office::openLocation);
    }

    @Override
    void put(Members members) {
      members.text("id", grants.id).grants(grants);
    }
  }

  @Command(
      name = "open-stock",
      description = "Adds an SKU to a location, with nothing of it on hand.")
  static final class OpenStock extends Subcommand {
    @Mixin private Place location = new Place();
    @Mixin private Stock stock = new Stock();

    OpenStock() {
      super(Office::openStock);
    }

    @Override
    void put(Members members) {
      members
          .text("location", location.id)
          .text("sku", stock.sku)
          .text("reference", stock.reference);
    }
  }

  @Command(name = "receive-stock", description = "Adds to the stock on hand.")
  static final class ReceiveStock extends Subcommand {
    @Mixin private Place location = new Place();
    @Mixin private Stock stock = new Stock();

    @Option(
        names = "--quantity",
        paramLabel = "N",
        required = true,
        description = "What was received.")
    private @Nullable String quantity;

    ReceiveStock() {
      super(Office::receiveStock);
    }

    @Override
    void put(Members members) {
      members
          .text("location", location.id)
          .text("sku", stock.sku)
          .number("quantity", quantity)
          .text("reference", stock.reference);
    }
  }

  @Command(
      name = "count-stock",
      description = "Corrects the stock on hand to what was counted, if it is as expected.")
  static final class CountStock extends Subcommand {
    @Mixin private Place location = new Place();
    @Mixin private Stock stock = new Stock();

    @Option(
        names = "--expected",
        paramLabel = "N",
        required = true,
        description = "The stock on hand when it was counted.")
    private @Nullable String expected;

    @Option(names = "--counted", paramLabel = "N", required = true, description = "The count.")
    private @Nullable String counted;

    CountStock() {
      super(Office::countStock);
    }

    @Override
    void put(Members members) {
      members
          .text("location", location.id)
          .text("sku", stock.sku)
          .number("expected", expected)
          .number("counted", counted)
          .text("reference", stock.reference);
    }
  }

  @Command(name = "move-stock", description = "Moves stock from one location to another.")
  static final class MoveStock extends Subcommand {
    @Option(
        names = "--from",
        paramLabel = "UUID",
        required = true,
        description = "The location to take it from.")
    private @Nullable String from;

    @Option(
        names = "--to",
        paramLabel = "UUID",
        required = true,
        description = "The location to add it to. It must have the SKU.")
    private @Nullable String to;

    @Mixin private Stock stock = new Stock();

    @Option(names = "--quantity", paramLabel = "N", required = true, description = "How much.")
    private @Nullable String quantity;

    MoveStock() {
      super(Office::moveStock);
    }

    @Override
    void put(Members members) {
      members
          .text("from", from)
          .text("to", to)
          .text("sku", stock.sku)
          .number("quantity", quantity)
          .text("reference", stock.reference);
    }
  }
}
