package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.write.StatementRunner;
import java.util.List;

/// The transfer function for the tests that every function must pass.
final class TransferUnderTest implements FunctionUnderTest {

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new TransferHandler(writes);
  }

  @Override
  public Event accepted(String key) {
    return Transfers.event("alice", key, ALICE_EUR, BOB_EUR, 1);
  }

  @Override
  public int legs() {
    return 2;
  }

  @Override
  public Event refused(String key) {
    return Transfers.event("carol", key, CAROL_EUR, BOB_EUR, 1);
  }

  @Override
  public String lockGuardRow() {
    return "SELECT 1 FROM account WHERE id = '" + ALICE_EUR + "' FOR UPDATE";
  }

  @Override
  public List<String> locksInOrder() {
    return List.of(
        "SELECT 1 FROM permission WHERE principal = 'alice' AND resource_id = '"
            + ALICE_EUR
            + "' FOR UPDATE",
        lockGuardRow());
  }

  @Override
  public String takeKey(String key) {
    return """
    INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
    VALUES ('alice', 'transfer', '%s', '', 'held')
    """
        .formatted(key);
  }
}
