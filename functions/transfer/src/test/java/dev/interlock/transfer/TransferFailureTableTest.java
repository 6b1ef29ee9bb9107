package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.failures.FailureTable;

class TransferFailureTableTest extends FailureTable {

  TransferFailureTableTest() {
    super(
        new TransferUnderTest(),
        new Read(AccountHandler::new, read("/accounts/{id}")),
        new Read(AccountHandler::new, read("/accounts/{id}/entries").query("limit", "2")));
  }

  private static Event read(String route) {
    return Event.get(route).caller("alice").path("id", ALICE_EUR);
  }
}
