package dev.interlock.stockdecrement;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.write.StatementRunner;
import java.util.List;

/// The stock decrement for the tests that every function must pass.
final class StockDecrementUnderTest implements FunctionUnderTest {

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new StockDecrementHandler(writes);
  }

  @Override
  public Event accepted(String key) {
    return Decrements.event("alice", key, "TEA-100", 1);
  }

  @Override
  public Event refused(String key) {
    return Decrements.event("alice", key, "SOLD-OUT", 1);
  }

  @Override
  public String lockGuardRow() {
    return StockDecrementRaces.lock("TEA-100");
  }

  @Override
  public List<String> locksInOrder() {
    return List.of(
        "SELECT 1 FROM permission WHERE principal = 'alice' AND resource_id = '"
            + Decrements.SHOP
            + "' FOR UPDATE",
        lockGuardRow());
  }

  @Override
  public String takeKey(String key) {
    return """
    INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
    VALUES ('alice', 'stock-decrement', '%s', '', 'held')
    """
        .formatted(key);
  }
}
