package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.contracts.FunctionTests;
import dev.interlock.testkit.servers.Session;
import org.junit.jupiter.api.AfterEach;

/// Base class of tests of transfers that queue for their accounts in the server. A session stands
/// in for the head of the queue, so each test decides when the calls behind it go on.
abstract class TransferQueues extends FunctionTests {

  TransferQueues() {
    super(new TransferUnderTest());
  }

  @AfterEach
  void restoreProcedure() {
    database.runResource("db/postgresql.sql");
    database.run("GRANT EXECUTE ON PROCEDURE interlock_queue TO " + database.role());
  }

  Session headOfQueue() {
    return Session.holding(
        database,
        """
        SELECT pg_advisory_xact_lock(hashtextextended('account/' || id, 0)) FROM account
         WHERE id IN ('%s', '%s')
        """
            .formatted(ALICE_EUR, BOB_EUR));
  }

  static Event there(String key) {
    return Transfers.event("alice", key, ALICE_EUR, BOB_EUR, 1);
  }

  static Event back(String key) {
    return Transfers.event("bob", key, BOB_EUR, ALICE_EUR, 1);
  }

  void mutate(String part, String mutated) {
    String definition = database.text("SELECT pg_get_functiondef('interlock_queue'::regproc)");
    assertThat(definition).contains(part);
    database.run(definition.replace(part, mutated));
  }
}
