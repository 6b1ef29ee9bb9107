package dev.interlock.hold;

import static dev.interlock.testkit.contracts.Precedence.fault;

import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Precedence.Fault;
import dev.interlock.testkit.contracts.RefusableRequest;
import dev.interlock.testkit.contracts.RequestFaults;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A valid placement with two separate accounts, and its possible faults.
final class RefusableHold implements RefusableRequest {

  /// The possible faults, in the contract's order.
  static final List<Fault<RefusableHold>> FAULTS = faults();

  /// Pairs that one request cannot have: an absent account has neither state nor currency, and a
  /// key that is absent or malformed was never used.
  static final Map<String, Set<String>> IMPOSSIBLE =
      Map.of(
          "key missing", Set.of("key malformed", "reused"),
          "key malformed", Set.of("reused"),
          "to not-found", Set.of("to closed", "to currency"));

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String CALLER = "dora";
  private static final long AMOUNT = 100;
  private static final long BALANCE = 1_000;

  private final String from = id();
  private final String to = id();
  private final Draft draft =
      new Draft("/holds", CALLER, from, Holds.body(from, to, AMOUNT, Holds.LATER));

  private String role = "operator";
  private String roleUntil = "NULL";
  private String fromStatus = "open";
  private String fromCurrency = "EUR";
  private long held;
  private boolean toOpened = true;
  private String toStatus = "open";
  private String toCurrency = "EUR";
  private boolean keyUsed;

  private static List<Fault<RefusableHold>> faults() {
    List<Fault<RefusableHold>> faults = new ArrayList<>(RequestFaults.ofRequest());
    faults.add(fault("reused", 422, "idempotency-key-reused", s -> s.keyUsed = true));
    faults.addAll(
        List.of(
            fault("from not-found", 404, "not-found", "/from", s -> s.roleUntil = "now()"),
            fault("role", 403, "role-insufficient", s -> s.role = "viewer"),
            fault("to not-found", 404, "not-found", "/to", s -> s.toOpened = false),
            fault("from closed", 409, "account-closed", "/from", s -> s.fromStatus = "closed"),
            fault("to closed", 409, "account-closed", "/to", s -> s.toStatus = "closed"),
            fault("from currency", 409, "currency-mismatch", "/from", s -> s.fromCurrency = "USD"),
            fault("to currency", 409, "currency-mismatch", "/to", s -> s.toCurrency = "USD"),
            fault("expiry", 409, "expiry-past", s -> s.draft.body(s.expiringLongAgo())),
            fault("funds", 409, "insufficient-funds", s -> s.held = BALANCE - AMOUNT + 1)));
    return List.copyOf(faults);
  }

  private String expiringLongAgo() {
    return draft.body().replace(Holds.LATER, Holds.EARLIER);
  }

  @Override
  public void arrange(TestDatabase database, HandlerUnderTest handler) {
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'account', 1);
        INSERT INTO permission (resource_id, principal, role, expires_at)
          VALUES ('%1$s', 'bank', 'owner', NULL), ('%1$s', '%2$s', '%3$s', %4$s)
        """
            .formatted(from, CALLER, role, roleUntil));
    open(database, from, fromCurrency, fromStatus, held);
    if (held > 0) {
      database.run(
          """
          INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
            VALUES (gen_random_uuid(), '%s', '%s', %d, '%s')
          """
              .formatted(from, to, held, Holds.LATER));
    }
    if (toOpened) {
      open(database, to, toCurrency, toStatus, 0);
    }
    if (keyUsed) {
      // Refused, so that the accounts do not change. A refusal takes the key too.
      handler.send(Holds.place(from, Holds.id("absent"), to, 1).caller(CALLER));
    }
  }

  private static void open(
      TestDatabase database, String id, String currency, String status, long held) {
    database.run(
        """
        INSERT INTO account (id, currency, balance, status, held)
          VALUES ('%s', '%s', %d, '%s', %d)
        """
            .formatted(id, currency, BALANCE, status, held));
  }

  @Override
  public Draft draft() {
    return draft;
  }

  @Override
  public Event event() {
    return draft.event();
  }

  private static String id() {
    return "c0000000-0000-4000-8000-%012d".formatted(COUNT.incrementAndGet());
  }
}
