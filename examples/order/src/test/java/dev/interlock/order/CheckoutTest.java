package dev.interlock.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.order.Checkout.PlacedOrder;
import dev.interlock.order.Checkout.Result;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An order that is killed at every step and run again is paid and delivered, or neither.
class CheckoutTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @TempDir private static Path folder;
  @AutoClose private static ShopStack stack;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @BeforeAll
  static void start() throws Exception {
    stack = new ShopStack(DATABASE, folder);
  }

  @AfterEach
  void everythingAddsUp() {
    Invariants.assertHold(DATABASE);
  }

  /// What has expired between the death of one run and the next.
  enum Expired {
    NOTHING,
    THE_HOLD,
    THE_RESERVATION,
    BOTH;

    /// How orders end, each at some step.
    Set<Result> results() {
      return switch (this) {
        case NOTHING -> EnumSet.of(Result.SOLD);
        case THE_HOLD -> EnumSet.of(Result.SOLD, Result.DECLINED);
        case THE_RESERVATION, BOTH -> EnumSet.of(Result.SOLD, Result.DECLINED, Result.REFUNDED);
      };
    }

    void pass(PlacedOrder order) throws InterruptedException {
      if (this == THE_HOLD || this == BOTH) {
        stack.expireTheHold(order);
      }
      if (this == THE_RESERVATION || this == BOTH) {
        stack.expireTheReservation(order);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void orderIsPaidAndDeliveredOrNeitherWhereverItDies(Expired expired) throws Exception {
    Set<Result> results = EnumSet.noneOf(Result.class);
    PlacedOrder order = stack.order(Duration.ZERO);
    for (int death = 1; diesAt(death, order).isEmpty(); death++) {
      expired.pass(order);
      Optional<Result> result = Optional.empty();
      // Each later run dies one moment after the one before it.
      for (int next = death + 1; result.isEmpty(); next++) {
        assertNothingIsTakenUnpaid(order);
        result = diesAt(next, order);
      }
      assertEnded(order, result.get());
      results.add(result.get());
      order = stack.order(Duration.ZERO);
    }
    assertThat(results).isEqualTo(expired.results());
  }

  /// Runs an order until the program dies.
  ///
  /// @param death its odd numbers are just before a request, its even ones just after an answer
  /// @return empty if it died
  private static Optional<Result> diesAt(int death, PlacedOrder order) throws Exception {
    MortalClients clients = new MortalClients(stack, death);
    try {
      return Optional.of(new Checkout(clients.of("bob"), clients.of("alice")).run(order));
    } catch (MortalClients.Death _) {
      return Optional.empty();
    }
  }

  /// At every moment, whatever has expired and whichever run has died.
  private static void assertNothingIsTakenUnpaid(PlacedOrder order) {
    ShopStack.Gone gone = stack.gone(order);
    assertThat(gone.goods() && !gone.money()).as("goods without pay").isFalse();
  }

  private static void assertEnded(PlacedOrder order, Result result) throws Exception {
    boolean sold = result == Result.SOLD;
    assertThat(stack.gone(order)).as(result.name()).isEqualTo(new ShopStack.Gone(sold, sold));
    assertThat(run(order)).as("run once more").isEqualTo(result);
    assertThat(stack.gone(order)).as("run once more").isEqualTo(new ShopStack.Gone(sold, sold));
  }

  private static Result run(PlacedOrder order) throws InterruptedException {
    return new Checkout(stack.client("bob"), stack.client("alice")).run(order);
  }

  @Test
  void orderThatIsRunTooLateIsDeclined() throws Exception {
    for (Duration age : List.of(Checkout.HOLD, Checkout.RESERVATION)) {
      PlacedOrder order = stack.order(age);
      assertEnded(order, Result.DECLINED);
    }
  }

  @Test
  void orderThatRunsTwiceAtOnceIsSoldOnce() throws Exception {
    PlacedOrder order = stack.order(Duration.ZERO);
    List<Result> both =
        Race.of(
            2,
            _ -> {
              try {
                return run(order);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(both).containsOnly(Result.SOLD);
    assertEnded(order, Result.SOLD);
  }

  /// The limit of two steps: paid, dead until the goods were free again, and the shop spent the
  /// money.
  @Test
  void refundThatTheShopCannotPayNeedsAPerson() throws Exception {
    PlacedOrder order = stack.order(Duration.ZERO);
    int afterThePayment = 6;
    assertThat(diesAt(afterThePayment, order)).isEmpty();
    stack.expireTheReservation(order);
    stack.spendTheShopsMoney(order);
    assertThat(run(order)).isEqualTo(Result.REFUND_REFUSED);
    assertThat(stack.gone(order)).isEqualTo(new ShopStack.Gone(true, false));
  }
}
