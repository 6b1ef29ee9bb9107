package dev.interlock.bench.load;

import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Transfers between accounts, each sent by the owner of its source.
///
/// @param value the name of the accounts in tables
/// @param hot whether the first account is the destination of all transfers
public record TransferScenario(String value, NumberedAccounts accounts, boolean hot)
    implements Scenario {

  private static final int AMOUNT_MAX = 100;

  /// Between any two of the accounts, in both directions.
  public static TransferScenario among(NumberedAccounts accounts) {
    return new TransferScenario(
        String.format(Locale.ROOT, "%,d", accounts.count()), accounts, false);
  }

  /// From any of the accounts to the first one.
  public static TransferScenario toOne(NumberedAccounts accounts) {
    return new TransferScenario("hot destination", accounts, true);
  }

  @Override
  public String subject() {
    return "transfer";
  }

  @Override
  public String condition() {
    return "accounts";
  }

  @Override
  public Set<Result> expected() {
    return Set.of(Result.ACCEPTED, Result.CONTENTION);
  }

  @Override
  public void open(Connection owner) throws SQLException {
    accounts.open(owner);
  }

  @Override
  public List<OrderSource> orders(int callers, Connection owner) {
    return OrderSource.random(callers, this::next);
  }

  private Order next(RandomGenerator random) {
    int count = accounts.count();
    int to = hot ? 0 : random.nextInt(count);
    // Any but the destination.
    int from = (to + 1 + random.nextInt(count - 1)) % count;
    return new Order.Transfer(
        accounts.owner(from),
        OrderSource.key(random),
        accounts.id(from),
        accounts.id(to),
        1 + random.nextInt(AMOUNT_MAX),
        "EUR");
  }

  @Override
  public List<ControlTotal> totals() {
    ControlTotal money =
        ControlTotal.ofAll(
            "money in all accounts", accounts.selectSql("sum(balance)", "account"), order -> 0);
    String received = "SELECT balance FROM account WHERE id = '" + accounts.id(0) + "'";
    ControlTotal destination =
        ControlTotal.ofAll("balance of the destination", received, TransferScenario::amount);
    return Stream.of(money, destination).limit(hot ? 2 : 1).toList();
  }

  private static long amount(Order order) {
    return order instanceof Order.Transfer transfer ? transfer.amountMinor() : 0;
  }
}
