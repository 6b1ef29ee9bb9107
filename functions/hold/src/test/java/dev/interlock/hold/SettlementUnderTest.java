package dev.interlock.hold;

import static dev.interlock.hold.Holds.ALICE_EUR;
import static dev.interlock.hold.Holds.BOB_EUR;
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
import java.util.Optional;
import java.util.Set;

/// Describes the settlement of holds to the tests that every function must pass.
final class SettlementUnderTest implements FunctionUnderTest {

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new SettlementHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new SettlementStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return SettlementCommand.of(request.write());
  }

  @Override
  public Optional<String> rowsFor(String key) {
    return Optional.of(
        Holds.rows(Holds.id(key), ALICE_EUR, 5, "clock_timestamp() + interval '1 day'"));
  }

  @Override
  public Event accepted(String key) {
    return Holds.settle(key, Holds.id(key), 3);
  }

  /// Either of them may settle a hold in favour of the shared account.
  @Override
  public Rivals rivals() {
    String hold = Holds.id("rivals");
    return Rivals.of(
            List.of("alice", "bob"), (caller, key) -> Holds.settle(key, hold, 3).caller(caller))
        .withRows(
            Holds.rows(hold, ALICE_EUR, 5, "clock_timestamp() + interval '1 day'")
                + "UPDATE hold SET destination_id = '%s' WHERE id = '%s'"
                    .formatted(SHARED_EUR, hold));
  }

  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRows("hold-not-found", role("none")),
        Refusable.byRows("role-insufficient", role("viewer")),
        Refusable.byRows(
            "hold-settled",
            "UPDATE hold SET state = 'settled', captured = 1, settled_at = clock_timestamp()"),
        Refusable.byRows("hold-expired", "UPDATE hold SET expires_at = clock_timestamp()"),
        Refusable.byRequest("amount-exceeds-hold", event -> Holds.settle("k", Holds.id("k"), 6)),
        Refusable.byRows(
            "account-closed", "UPDATE account SET status = 'closed' WHERE id = '" + BOB_EUR + "'"),
        Refusable.byRows(
            "balance-limit",
            "UPDATE account SET balance = 9007199254740989 WHERE id = '" + BOB_EUR + "'"));
  }

  /// A hold is settled once.
  @Override
  public int acceptedOf(int calls) {
    return 1;
  }

  @Override
  public Map<String, Set<String>> sharedTables() {
    return Map.of("account", Set.of(), "hold", Set.of());
  }

  private static String role(String role) {
    return "UPDATE permission SET role = '" + role + "' WHERE principal = 'bob'";
  }
}
