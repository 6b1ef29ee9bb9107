package dev.interlock.hold;

import static dev.interlock.testkit.contracts.Precedence.fault;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
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

/// A valid settlement of a separate hold, and its possible faults.
final class RefusableSettlement implements RefusableRequest {

  /// The possible faults, in the contract's order.
  static final List<Fault<RefusableSettlement>> FAULTS = faults();

  /// Pairs that one request cannot have: an absent hold has no accounts, no amount and no state,
  /// what was folded cannot be settled, and a key that is absent or malformed was never used.
  static final Map<String, Set<String>> IMPOSSIBLE =
      Map.of(
          "key missing", Set.of("key malformed", "reused"),
          "key malformed", Set.of("reused"),
          "absent",
              Set.of(
                  "no role",
                  "role",
                  "role at source",
                  "settled",
                  "expired",
                  "folded",
                  "amount",
                  "from closed",
                  "to closed",
                  "limit"),
          "settled", Set.of("folded"));

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String CALLER = "dora";
  private static final long AMOUNT = 100;

  private final String from = id();
  private final String to = id();
  private final String hold = id();
  private final Draft draft =
      new Draft(
          "/settlements",
          CALLER,
          hold,
          "{\"hold\": \"%s\", \"amount\": %d}".formatted(hold, AMOUNT));

  private boolean placed = true;
  private String roleAtSource = "none";
  private String roleAtDestination = "operator";
  private String rolesUntil = "NULL";
  private String state = "open";
  private String heldUntil = Holds.LATER;
  private long held = AMOUNT;
  private String fromStatus = "open";
  private String toStatus = "open";
  private long toBalance;
  private boolean keyUsed;

  private static List<Fault<RefusableSettlement>> faults() {
    List<Fault<RefusableSettlement>> faults = new ArrayList<>(RequestFaults.ofRequest());
    faults.add(fault("reused", 422, "idempotency-key-reused", s -> s.keyUsed = true));
    faults.addAll(
        List.of(
            fault("absent", 404, "not-found", "/hold", s -> s.placed = false),
            fault("no role", 404, "not-found", "/hold", s -> s.rolesUntil = "now()"),
            fault("role", 403, "role-insufficient", s -> s.roleAtDestination = "viewer"),
            fault(
                "role at source", 403, "role-insufficient", RefusableSettlement::roleAtSourceAlone),
            fault("settled", 409, "hold-settled", s -> s.state = "settled"),
            fault("expired", 409, "hold-expired", s -> s.heldUntil = Holds.EARLIER),
            fault("folded", 409, "hold-expired", s -> s.state = "expired"),
            new Fault<>("amount", heldIs(AMOUNT - 1), s -> s.held = AMOUNT - 1),
            fault("from closed", 409, "account-closed", "/hold", s -> s.fromStatus = "closed"),
            fault("to closed", 409, "account-closed", "/hold", s -> s.toStatus = "closed"),
            fault("limit", 409, "balance-limit", s -> s.toBalance = 9_007_199_254_740_991L)));
    return List.copyOf(faults);
  }

  private void roleAtSourceAlone() {
    roleAtSource = "operator";
    roleAtDestination = "none";
  }

  private static Expected heldIs(long held) {
    return new Expected.Refused(
        409, "amount-exceeds-hold", Map.of("held", new Json.Num(Long.toString(held))));
  }

  @Override
  public void arrange(TestDatabase database, HandlerUnderTest handler) {
    open(database, from, roleAtSource, fromStatus, 1_000);
    open(database, to, roleAtDestination, toStatus, toBalance);
    if (placed) {
      database.run(
          """
          INSERT INTO hold
            (id, source_id, destination_id, amount, expires_at, state, settled_at)
            VALUES ('%1$s', '%2$s', '%3$s', %4$d, '%5$s', '%6$s',
                    CASE WHEN '%6$s' = 'settled' THEN clock_timestamp() END);
          UPDATE account SET held = %4$d WHERE id = '%2$s' AND '%6$s' = 'open'
          """
              .formatted(hold, from, to, held, heldUntil, state));
    }
    if (keyUsed) {
      // Refused, so that the hold does not change. A refusal takes the key too.
      handler.send(Holds.settle(hold, Holds.id("absent"), 1).caller(CALLER));
    }
  }

  private void open(TestDatabase database, String id, String role, String status, long balance) {
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'account', 1);
        INSERT INTO permission (resource_id, principal, role, expires_at)
          VALUES ('%1$s', 'bank', 'owner', NULL), ('%1$s', '%2$s', '%3$s', %4$s);
        INSERT INTO account (id, currency, balance, status) VALUES ('%1$s', 'EUR', %5$d, '%6$s')
        """
            .formatted(id, CALLER, role, rolesUntil, balance, status));
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
