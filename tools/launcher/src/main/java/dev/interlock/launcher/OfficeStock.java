package dev.interlock.launcher;

import dev.interlock.office.Office;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The commands of the back office on locations and their stock.
final class OfficeStock {
  private OfficeStock() {}

  @Command(name = "open-location", description = "Opens an empty location.")
  static final class OpenLocation extends OfficeSubcommand {
    @Mixin private RoleOptions grants = new RoleOptions();

    OpenLocation() {
      super(Office::openLocation);
    }

    @Override
    void put(OfficeMembers members) {
      members.text("id", grants.id).grants(grants);
    }
  }

  @Command(
      name = "open-stock",
      description = "Adds a SKU to a location, with nothing of it on hand.")
  static final class OpenStock extends OfficeSubcommand {
    @Mixin private LocationOption location = new LocationOption();
    @Mixin private StockOptions stock = new StockOptions();

    OpenStock() {
      super(Office::openStock);
    }

    @Override
    void put(OfficeMembers members) {
      members
          .text("location", location.id)
          .text("sku", stock.sku)
          .text("reference", stock.reference);
    }
  }

  @Command(name = "receive-stock", description = "Adds to the stock on hand.")
  static final class ReceiveStock extends OfficeSubcommand {
    @Mixin private LocationOption location = new LocationOption();
    @Mixin private StockOptions stock = new StockOptions();

    @Option(
        names = "--quantity",
        paramLabel = "N",
        required = true,
        description = "How much was received.")
    private @Nullable String quantity;

    ReceiveStock() {
      super(Office::receiveStock);
    }

    @Override
    void put(OfficeMembers members) {
      members
          .text("location", location.id)
          .text("sku", stock.sku)
          .number("quantity", quantity)
          .text("reference", stock.reference);
    }
  }

  @Command(
      name = "count-stock",
      description = "Sets the stock on hand to what was counted, if it is still as expected.")
  static final class CountStock extends OfficeSubcommand {
    @Mixin private LocationOption location = new LocationOption();
    @Mixin private StockOptions stock = new StockOptions();

    @Option(
        names = "--expected",
        paramLabel = "N",
        required = true,
        description = "The stock on record when you counted.")
    private @Nullable String expected;

    @Option(
        names = "--counted",
        paramLabel = "N",
        required = true,
        description = "What you counted.")
    private @Nullable String counted;

    CountStock() {
      super(Office::countStock);
    }

    @Override
    void put(OfficeMembers members) {
      members
          .text("location", location.id)
          .text("sku", stock.sku)
          .number("expected", expected)
          .number("counted", counted)
          .text("reference", stock.reference);
    }
  }

  @Command(name = "move-stock", description = "Moves stock from one location to another.")
  static final class MoveStock extends OfficeSubcommand {
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

    @Mixin private StockOptions stock = new StockOptions();

    @Option(
        names = "--quantity",
        paramLabel = "N",
        required = true,
        description = "How much to move.")
    private @Nullable String quantity;

    MoveStock() {
      super(Office::moveStock);
    }

    @Override
    void put(OfficeMembers members) {
      members
          .text("from", from)
          .text("to", to)
          .text("sku", stock.sku)
          .number("quantity", quantity)
          .text("reference", stock.reference);
    }
  }
}
