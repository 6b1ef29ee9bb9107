package dev.interlock.transfer;

import static dev.interlock.testkit.contracts.Precedence.fault;

import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Precedence.Fault;
import dev.interlock.testkit.contracts.ReplayableRequest;
import dev.interlock.testkit.contracts.RequestFaults;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A valid transfer with two separate accounts, and its possible faults.
final class Situation implements ReplayableRequest {

  static final String CALLER = "dora";
  static final long AMOUNT = 100;

  /// The possible faults, in the contract's order.
  static final List<Fault<Situation>> FAULTS = faults();

  /// Pairs that one request cannot have: an absent account has neither state nor currency, and an
  /// absent key was never used.
  static final Map<String, Set<String>> IMPOSSIBLE =
      Map.of(
          "key missing", Set.of("key malformed", "reused"),
          "key malformed", Set.of("reused"),
          "to not-found", Set.of("to closed", "to currency", "limit"));

  private static final AtomicInteger COUNT = new AtomicInteger();

  final String from = id();
  final String to = id();
  private final Draft draft =
      new Draft("/transfers", CALLER, from, Transfers.body(from, to, AMOUNT, "EUR"));

  private String role = "operator";
  private String expiresAt = "NULL";
  private String fromStatus = "open";
  private String fromCurrency = "EUR";
  private long fromBalance = 1_000;
  private boolean toOpened = true;
  private String toStatus = "open";
  private String toCurrency = "EUR";
  private long toBalance;
  private boolean keyUsed;

  private static List<Fault<Situation>> faults() {
    List<Fault<Situation>> faults = new ArrayList<>(RequestFaults.ofRequest());
    faults.add(fault("reused", 422, "idempotency-key-reused", s -> s.keyUsed = true));
    faults.addAll(keptFaults());
    return List.copyOf(faults);
  }

  /// The refusals that are kept under the key.
  static List<Fault<Situation>> keptFaults() {
    return List.of(
        new Fault<>(
            "from not-found",
            Expected.refused(404, "not-found", "/from"),
            s -> s.expiresAt = "clock_timestamp() - interval '1 microsecond'"),
        fault("role", 403, "role-insufficient", s -> s.role = "viewer"),
        new Fault<>(
            "to not-found", Expected.refused(404, "not-found", "/to"), s -> s.toOpened = false),
        new Fault<>(
            "from closed",
            Expected.refused(409, "account-closed", "/from"),
            s -> s.fromStatus = "closed"),
        new Fault<>(
            "to closed",
            Expected.refused(409, "account-closed", "/to"),
            s -> s.toStatus = "closed"),
        new Fault<>(
            "from currency",
            Expected.refused(409, "currency-mismatch", "/from"),
            s -> s.fromCurrency = "USD"),
        new Fault<>(
            "to currency",
            Expected.refused(409, "currency-mismatch", "/to"),
            s -> s.toCurrency = "USD"),
        fault("funds", 409, "insufficient-funds", s -> s.fromBalance = AMOUNT - 1),
        fault(
            "limit", 409, "balance-limit", s -> s.toBalance = 9_007_199_254_740_991L - AMOUNT + 1));
  }

  @Override
  public void arrange(TestDatabase database, HandlerUnderTest handler) {
    BackOffice accounts = new BackOffice(database);
    accounts.open(from, fromCurrency, fromBalance, fromStatus);
    accounts.grant(from, CALLER, role, expiresAt);
    if (toOpened) {
      accounts.open(to, toCurrency, toBalance, toStatus);
    }
    if (keyUsed) {
      // Refused, so that the accounts do not change. A refusal takes the key too.
      handler.send(Transfers.event(CALLER, from, Transfers.ABSENT, to, 1));
    }
  }

  /// Adds the grant and money, and opens both accounts.
  @Override
  public void clear(TestDatabase database) {
    new BackOffice(database).grant(from, CALLER, "owner", "NULL");
    database.run(
        """
        INSERT INTO account (id, currency, balance) VALUES ('%s', 'EUR', 1000), ('%s', 'EUR', 0)
        ON CONFLICT (id) DO UPDATE
          SET currency = EXCLUDED.currency, balance = EXCLUDED.balance, status = 'open'
        """
            .formatted(from, to));
  }

  @Override
  public Draft draft() {
    return draft;
  }

  @Override
  public Event event() {
    return draft.event();
  }

  @Override
  public Event underAnotherKey() {
    return Transfers.event(CALLER, "anew", from, to, AMOUNT);
  }

  private static String id() {
    return "c0000000-0000-4000-8000-%012d".formatted(COUNT.incrementAndGet());
  }
}
