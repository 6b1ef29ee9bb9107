package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ABSENT;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.contracts.LogLines;
import java.util.List;

class TransferLogContractTest extends LogLines {

  TransferLogContractTest() {
    super(new TransferUnderTest(), "transfer", List.of("alice", ALICE_EUR, BOB_EUR, ABSENT));
  }

  @Override
  protected Event accepted(String key) {
    return transfer(key, ALICE_EUR, 1);
  }

  @Override
  protected Event another(String key) {
    return transfer(key, ALICE_EUR, 2);
  }

  @Override
  protected List<Sent> refused() {
    return List.of(
        Sent.of(transfer("funds", ALICE_EUR, 1_000_000), 409, "insufficient-funds"),
        Sent.of(transfer("not-found", ABSENT, 1), 404, "source-not-found"));
  }

  private static Event transfer(String key, String from, long amount) {
    String body =
        Transfers.body(from, BOB_EUR, amount, "EUR")
            .replace("}", ", \"reference\": \"reference-" + SECRET + "\"}");
    return Transfers.event("alice", key, from, BOB_EUR, amount).body(body);
  }
}
