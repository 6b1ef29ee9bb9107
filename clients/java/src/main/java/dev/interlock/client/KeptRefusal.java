package dev.interlock.client;

import java.util.List;
import java.util.Optional;

/// Why a command was refused for good. `docs/api.md` says what to do after each.
public sealed interface KeptRefusal {

  /// The document with all members.
  ReportedProblem problem();

  /// The caller has a role there that does not allow this.
  record RoleInsufficient(ReportedProblem problem) implements KeptRefusal {}

  /// It does not exist, or the caller has no role there: the two cannot be told apart.
  record NotFound(ReportedProblem problem) implements KeptRefusal {
    /// The member of the request that names it.
    public String pointer() {
      return problem.body().text("pointer");
    }

    /// The missing SKU, if an SKU is what is missing.
    public Optional<String> sku() {
      return problem.body().optionalText("sku");
    }
  }

  /// The account is closed.
  record AccountClosed(ReportedProblem problem) implements KeptRefusal {
    public String pointer() {
      return problem.body().text("pointer");
    }
  }

  /// The account has another currency.
  record CurrencyMismatch(ReportedProblem problem) implements KeptRefusal {
    public String pointer() {
      return problem.body().text("pointer");
    }
  }

  /// Less is available than the amount.
  record InsufficientFunds(ReportedProblem problem) implements KeptRefusal {}

  /// The destination would hold more than an account can.
  record BalanceLimit(ReportedProblem problem) implements KeptRefusal {}

  /// Some lines ask for more than there is, and nothing was taken.
  record InsufficientStock(ReportedProblem problem) implements KeptRefusal {

    /// What was requested of an SKU, and what is available.
    public record Shortage(String sku, long requested, long available) {}

    public List<Shortage> shortages() {
      return problem.body().objects("shortages").stream()
          .map(each ->
              new Shortage(each.text("sku"), each.number("requested"), each.number("available")))
          .toList();
    }
  }

  /// The expiry had passed already.
  record ExpiryPast(ReportedProblem problem) implements KeptRefusal {}

  /// The hold has expired, and its money is free again.
  record HoldExpired(ReportedProblem problem) implements KeptRefusal {}

  /// Another settlement came first. The hold shows what it took.
  record HoldSettled(ReportedProblem problem) implements KeptRefusal {}

  /// Less is held than the amount. The hold stays open.
  record AmountExceedsHold(ReportedProblem problem) implements KeptRefusal {
    /// What the hold set aside.
    public long heldMinor() {
      return problem.body().number("held");
    }
  }

  /// The reservation has expired, and its stock is free again.
  record ReservationExpired(ReportedProblem problem) implements KeptRefusal {}

  /// Another settlement came first. The reservation shows what it took.
  record ReservationSettled(ReportedProblem problem) implements KeptRefusal {}

  /// Less is reserved than was to be taken. The reservation stays open.
  record QuantityExceedsReservation(ReportedProblem problem) implements KeptRefusal {

    /// What was requested of an SKU, and what is reserved of it.
    public record Excess(String sku, long requested, long reserved) {}

    public List<Excess> excesses() {
      return problem.body().objects("excesses").stream()
          .map(each ->
              new Excess(each.text("sku"), each.number("requested"), each.number("reserved")))
          .toList();
    }
  }

  /// The resource would lose its last owner.
  record LastOwner(ReportedProblem problem) implements KeptRefusal {}

  /// The permissions have changed since the version that the change is based on.
  record VersionMismatch(ReportedProblem problem) implements KeptRefusal {
    /// The current version.
    public long aclVersion() {
      return problem.body().number("aclVersion");
    }
  }

  /// A refusal that this client does not know, such as one of a function of your own.
  record OtherRefusal(ReportedProblem problem) implements KeptRefusal {}

  /// The refusal that a problem reports.
  static KeptRefusal of(ReportedProblem problem) {
    return switch (problem.name()) {
      case "role-insufficient" -> new RoleInsufficient(problem);
      case "not-found" -> new NotFound(problem);
      case "account-closed" -> new AccountClosed(problem);
      case "currency-mismatch" -> new CurrencyMismatch(problem);
      case "insufficient-funds" -> new InsufficientFunds(problem);
      case "balance-limit" -> new BalanceLimit(problem);
      case "insufficient-stock" -> new InsufficientStock(problem);
      case "expiry-past" -> new ExpiryPast(problem);
      case "hold-expired" -> new HoldExpired(problem);
      case "hold-settled" -> new HoldSettled(problem);
      case "amount-exceeds-hold" -> new AmountExceedsHold(problem);
      case "reservation-expired" -> new ReservationExpired(problem);
      case "reservation-settled" -> new ReservationSettled(problem);
      case "quantity-exceeds-reservation" -> new QuantityExceedsReservation(problem);
      case "last-owner" -> new LastOwner(problem);
      case "version-mismatch" -> new VersionMismatch(problem);
      default -> new OtherRefusal(problem);
    };
  }
}
