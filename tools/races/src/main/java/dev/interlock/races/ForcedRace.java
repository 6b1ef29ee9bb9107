package dev.interlock.races;

import dev.interlock.races.RaceOutcome.Reply;
import dev.interlock.races.RowGate.Rows;
import dev.interlock.races.contender.MeasuredOperation;
import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.PlacedHold;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// A well-known race of two calls. Its interleaving is forced, so that it ends the same way each
/// time. Each run has fresh rows.
public enum ForcedRace {
  /// Two transfers from one account: both must be debited. The figure is the balance.
  LOST_UPDATE("lost updates", MeasuredOperation.TRANSFER) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().account(BALANCE);
      Order one = RaceOrders.transfer(from, interleaver.rows().account(0), 10);
      Order other = RaceOrders.transfer(from, interleaver.rows().account(0), 20);
      List<Reply> replies = interleaver.held(Rows.ACCOUNT, from, one, other).replies();
      long taken = replies.get(0).isAccepted() ? 10 : 0;
      taken += replies.get(1).isAccepted() ? 20 : 0;
      long left = interleaver.left(MONEY, interleaver.rows().balance(from));
      return RaceOutcome.of(BALANCE - taken, left, replies);
    }
  },
  /// Two transfers from an account that covers only one of them. The figure is what was paid out,
  /// and its limit what was there.
  DOUBLE_SPEND("overdrafts", MeasuredOperation.TRANSFER) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().account(BALANCE);
      Order one = RaceOrders.transfer(from, interleaver.rows().account(0), 80);
      Order other = RaceOrders.transfer(from, interleaver.rows().account(0), 80);
      List<Reply> replies = interleaver.held(Rows.ACCOUNT, from, one, other).replies();
      long paid = 80 * accepted(replies);
      interleaver.left(MONEY, interleaver.rows().balance(from));
      return new RaceOutcome(paid > BALANCE, BALANCE, paid, replies);
    }
  },
  /// Two decrements of the last unit. The figure is how many units were sold.
  OVERSELL("oversold units", MeasuredOperation.STOCK_DECREMENT) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      UUID location = interleaver.rows().location(1);
      Order one = RaceOrders.decrement(location);
      Order other = RaceOrders.decrement(location);
      List<Reply> replies = interleaver.held(Rows.STOCK, location, one, other).replies();
      long sold = accepted(replies);
      interleaver.left("units", interleaver.rows().onHand(location));
      return new RaceOutcome(sold > 1, 1, sold, replies);
    }
  },
  /// The same transfer under the same key: a retry while the first call is in flight, and another
  /// one afterwards. The figure is how often it took effect.
  SENT_TWICE("double effects under re-sends", MeasuredOperation.TRANSFER) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().account(BALANCE);
      Order order = RaceOrders.transfer(from, interleaver.rows().account(0), 10);
      Interleaver.Ending ending = interleaver.held(Rows.ACCOUNT, from, order, order);
      List<Reply> replies = ending.and(interleaver.again(order));
      long left = interleaver.left(MONEY, interleaver.rows().balance(from));
      return RaceOutcome.of(1, (BALANCE - left) / 10, replies);
    }
  },
  /// Two owners remove each other. The figure is how many owners are left.
  LAST_OWNER("ownerless resources", MeasuredOperation.PERMISSION_CHANGE) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      UUID resource = interleaver.rows().ownedByTwo();
      Order one = RaceOrders.removal(resource, "alice", "bob");
      Order other = RaceOrders.removal(resource, "bob", "alice");
      List<Reply> replies = interleaver.held(Rows.GRANTS, resource, one, other).replies();
      long owners = interleaver.left("owners", interleaver.rows().owners(resource));
      return new RaceOutcome(owners == 0, 1, owners, replies);
    }
  },
  /// A transfer is in flight when the revocation of its caller's role is acknowledged. The figure
  /// is how many transfers were accepted after that.
  REVOKED_MEANWHILE("commits after revoke", MeasuredOperation.TRANSFER) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().operatedAccount(BALANCE);
      Order inFlight = RaceOrders.transfer(from, interleaver.rows().account(0), 10);
      Order revoke = RaceOrders.removal(from, "bob", "alice");
      Interleaver.Ending ending = interleaver.held(Rows.ACCOUNT, from, inFlight, revoke);
      interleaver.left(MONEY, interleaver.rows().balance(from));
      boolean overtaken = ending.otherAnsweredFirst() && accepted(ending.replies()) == 2;
      return RaceOutcome.of(0, overtaken ? 1 : 0, ending.replies());
    }
  },
  /// Two settlements of one hold. The figure is what was captured, and its limit what was held.
  CAPTURED_TWICE("double captures", MeasuredOperation.SETTLEMENT) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      PlacedHold hold = interleaver.hold(BALANCE, HELD, Duration.ofHours(1));
      Order one = RaceOrders.settlement(hold, HELD);
      Order other = RaceOrders.settlement(hold, HELD);
      List<Reply> replies = interleaver.held(Rows.ACCOUNT, hold.to(), one, other).replies();
      long captured = HELD * accepted(replies);
      interleaver.left(MONEY, interleaver.rows().balance(hold.from()));
      return new RaceOutcome(captured > HELD, HELD, captured, replies);
    }
  },
  /// A settlement waits until the hold has expired, and meanwhile a transfer spends the same money.
  /// The figure is what was paid out, and its limit what was there.
  EXPIRED_WHILE_CAPTURED("captures after expiry", MeasuredOperation.SETTLEMENT) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      UUID shop = interleaver.rows().account(0);
      PlacedHold hold = interleaver.begunBeforeExpiry(BALANCE, HELD);
      Order transfer = RaceOrders.transfer(hold.from(), shop, HELD);
      List<Reply> replies = interleaver.meanwhile(transfer).replies();
      long paid = HELD * accepted(replies);
      interleaver.left(MONEY, interleaver.rows().balance(hold.from()));
      return new RaceOutcome(paid > BALANCE, BALANCE, paid, replies);
    }
  },
  /// A connection dies between a commit and its answer, and the caller sends the transfer again.
  /// The figure is how often it took effect.
  LOST_CONNECTION("double effects under re-sends", MeasuredOperation.TRANSFER) {
    @Override
    public RaceOutcome run(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().account(BALANCE);
      Order order = RaceOrders.transfer(from, interleaver.rows().account(0), 10);
      Reply cut = interleaver.cut(order);
      Reply again = interleaver.again(order);
      long left = interleaver.left(MONEY, interleaver.rows().balance(from));
      long effects = (BALANCE - left) / 10;
      return new RaceOutcome(!again.isAccepted() || effects != 1, 1, effects, List.of(cut, again));
    }
  };

  private static final long BALANCE = 100;
  private static final long HELD = 80;
  private static final String MONEY = "balance";

  private final String anomaly;
  private final MeasuredOperation operation;

  ForcedRace(String anomaly, MeasuredOperation operation) {
    this.anomaly = anomaly;
    this.operation = operation;
  }

  /// The name, such as `double-spend`.
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The operation that goes wrong.
  public MeasuredOperation operation() {
    return operation;
  }

  /// What goes wrong, in the words of the benchmark's tables.
  public String anomaly() {
    return anomaly;
  }

  /// Runs it once.
  public abstract RaceOutcome run(Interleaver interleaver) throws Exception;

  private static long accepted(List<Reply> replies) {
    return replies.stream().filter(Reply::isAccepted).count();
  }
}
