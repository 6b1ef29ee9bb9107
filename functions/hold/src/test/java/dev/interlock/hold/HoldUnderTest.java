package dev.interlock.hold;

import static dev.interlock.hold.Holds.ALICE_EUR;
import static dev.interlock.hold.Holds.BOB_EUR;
import static dev.interlock.hold.Holds.CAROL_EUR;
import static dev.interlock.hold.Holds.SHARED_EUR;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Describes the placing of holds to the tests that every function must pass.
class HoldUnderTest implements FunctionUnderTest {

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new HoldHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new HoldStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return HoldCommand.of(request.write());
  }

  @Override
  public Event accepted(String key) {
    return Holds.place(key, ALICE_EUR, BOB_EUR, 1);
  }

  @Override
  public Event refused(String key) {
    return Holds.place(key, CAROL_EUR, BOB_EUR, 1).caller("carol");
  }

  /// Either of them may set aside all that the shared account has.
  @Override
  public Rivals rivals() {
    return Rivals.of(
        List.of("alice", "bob"),
        (caller, key) -> Holds.place(key, SHARED_EUR, CAROL_EUR, 75_000).caller(caller));
  }

  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRows("source-not-found", role("none")),
        Refusable.byRows("role-insufficient", role("viewer")),
        Refusable.byRequest(
            "destination-not-found",
            event -> event.body(Holds.body(ALICE_EUR, Holds.id("absent"), 1, Holds.LATER))),
        Refusable.byRows("source-closed", account("status = 'closed'", ALICE_EUR)),
        Refusable.byRows("destination-closed", account("status = 'closed'", BOB_EUR)),
        Refusable.byRows("source-currency-mismatch", account("currency = 'USD'", ALICE_EUR)),
        Refusable.byRows("destination-currency-mismatch", account("currency = 'USD'", BOB_EUR)),
        Refusable.byRequest(
            "expiry-past", event -> event.body(Holds.body(ALICE_EUR, BOB_EUR, 1, Holds.EARLIER))),
        Refusable.byRows("insufficient-funds", account("balance = 0", ALICE_EUR)));
  }

  @Override
  public Map<String, Set<String>> sharedTables() {
    return Map.of("account", Set.of("balance"), "hold", Set.of("captured", "settled_at"));
  }

  private static String role(String role) {
    return "UPDATE permission SET role = '" + role + "' WHERE principal = 'alice'";
  }

  private static String account(String change, String id) {
    return "UPDATE account SET " + change + " WHERE id = '" + id + "'";
  }
}
