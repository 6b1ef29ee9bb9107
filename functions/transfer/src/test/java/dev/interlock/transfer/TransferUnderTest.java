package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;

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
}
