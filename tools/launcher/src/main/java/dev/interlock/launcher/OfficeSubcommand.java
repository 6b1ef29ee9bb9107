package dev.interlock.launcher;

import dev.interlock.api.WriteRequest;
import dev.interlock.emulator.Repository;
import dev.interlock.json.Json;
import dev.interlock.office.OfficeAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// One command: its options become the members of the request.
abstract class OfficeSubcommand implements Callable<Integer> {
  @Mixin private OfficeOptions options = new OfficeOptions();

  private final Function<WriteRequest, OfficeAction> action;

  OfficeSubcommand(Function<WriteRequest, OfficeAction> action) {
    this.action = action;
  }

  abstract void put(OfficeMembers members);

  /// Refuses what the functions of the template do not know.
  void check(Repository repository) throws IOException {}

  @Override
  public final Integer call() throws Exception {
    OfficeMembers members = new OfficeMembers();
    put(members);
    check(options.repository());
    return options.run(action, members.named);
  }

  /// The members of a request. An option that is not given is absent.
  static final class OfficeMembers {
    private static final char UNDECODABLE = '\uFFFD';

    private final Map<String, Json> named = new LinkedHashMap<>();

    OfficeMembers text(String name, @Nullable String value) {
      if (value != null) {
        requireDecoded(name, value);
        named.put(name, new Json.Text(value));
      }
      return this;
    }

    // Java puts this character where an argument has bytes that it cannot decode.
    private static void requireDecoded(String name, String value) {
      if (value.indexOf(UNDECODABLE) >= 0) {
        throw new UsageException(
            "--" + name + " is not text in the encoding of the locale: use LC_ALL=C.UTF-8");
      }
    }

    OfficeMembers number(String name, @Nullable String value) {
      if (value != null) {
        named.put(name, new Json.Num(value));
      }
      return this;
    }

    OfficeMembers grants(RoleOptions grants) {
      List<Json> all = new ArrayList<>();
      addGrants(all, "owner", grants.owners);
      addGrants(all, "operator", grants.operators);
      addGrants(all, "viewer", grants.viewers);
      named.put("grants", new Json.Arr(all));
      return this;
    }

    private static void addGrants(List<Json> all, String role, List<String> principals) {
      for (String principal : principals) {
        all.add(
            new Json.Obj(
                Map.of("principal", new Json.Text(principal), "role", new Json.Text(role))));
      }
    }
  }

  /// The first grants of what is opened, and its id.
  static final class RoleOptions {
    @Option(
        names = "--owner",
        paramLabel = "PRINCIPAL",
        required = true,
        description = "An owner from the start. Can be repeated.")
    List<String> owners = List.of();

    @Option(
        names = "--operator",
        paramLabel = "PRINCIPAL",
        description = "An operator from the start. Can be repeated.")
    List<String> operators = List.of();

    @Option(
        names = "--viewer",
        paramLabel = "PRINCIPAL",
        description = "A viewer from the start. Can be repeated.")
    List<String> viewers = List.of();

    @Option(
        names = "--id",
        paramLabel = "UUID",
        description = "The id of what is opened (default: derived from name and key).")
    @Nullable String id;
  }

  /// The account of a command.
  static final class AccountOptions {
    @Option(names = "--account", paramLabel = "UUID", required = true, description = "The account.")
    @Nullable String id;

    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        description = "A note for the journal, of up to 140 characters.")
    @Nullable String reference;
  }

  /// The money of a payment.
  static final class MoneyOptions {
    @Option(
        names = "--amount",
        paramLabel = "N",
        required = true,
        description = "In minor units of the currency.")
    @Nullable String amount;

    @Option(
        names = "--currency",
        paramLabel = "CODE",
        required = true,
        description = "The account's currency, for example EUR.")
    @Nullable String currency;
  }

  /// The SKU of a command.
  static final class StockOptions {
    @Option(names = "--sku", paramLabel = "SKU", required = true, description = "The SKU.")
    @Nullable String sku;

    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        description = "A note for the journal, of up to 140 characters.")
    @Nullable String reference;
  }

  /// The location of that stock.
  static final class LocationOption {
    @Option(
        names = "--location",
        paramLabel = "UUID",
        required = true,
        description = "The location.")
    @Nullable String id;
  }
}
