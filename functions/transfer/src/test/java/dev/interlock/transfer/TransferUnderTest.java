package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static dev.interlock.transfer.Transfers.SHARED_EUR;

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

/// The transfer function for the tests that every function must pass.
final class TransferUnderTest implements FunctionUnderTest {

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new TransferHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new TransferStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return TransferCommand.of(request.write());
  }

  @Override
  public Event accepted(String key) {
    return Transfers.event("alice", key, ALICE_EUR, BOB_EUR, 1);
  }

  @Override
  public Event refused(String key) {
    return Transfers.event("carol", key, CAROL_EUR, BOB_EUR, 1);
  }

  /// Either of them may take all that the shared account holds.
  @Override
  public Rivals rivals() {
    return Rivals.of(
        List.of("alice", "bob"),
        (caller, key) -> Transfers.event(caller, key, SHARED_EUR, CAROL_EUR, 75_000));
  }

  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRows("source-not-found", role("none")),
        Refusable.byRows("role-insufficient", role("viewer")),
        Refusable.byRequest(
            "destination-not-found",
            event -> event.body(Transfers.body(ALICE_EUR, Transfers.ABSENT, 1, "EUR"))),
        Refusable.byRows("source-closed", account("status = 'closed'", ALICE_EUR)),
        Refusable.byRows("destination-closed", account("status = 'closed'", BOB_EUR)),
        Refusable.byRows("source-currency-mismatch", account("currency = 'USD'", ALICE_EUR)),
        Refusable.byRows("destination-currency-mismatch", account("currency = 'USD'", BOB_EUR)),
        Refusable.byRows("insufficient-funds", account("balance = 0", ALICE_EUR)),
        Refusable.byRows("balance-limit", account("balance = 9007199254740991", BOB_EUR)));
  }

  @Override
  public Map<String, Set<String>> sharedTables() {
    return Map.of("account", Set.of(), "hold", Set.of("captured", "settled_at"));
  }

  private static String role(String role) {
    return "UPDATE permission SET role = '" + role + "' WHERE principal = 'alice'";
  }

  private static String account(String change, String id) {
    return "UPDATE account SET " + change + " WHERE id = '" + id + "'";
  }
}
