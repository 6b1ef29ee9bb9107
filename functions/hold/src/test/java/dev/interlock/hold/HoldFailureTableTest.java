package dev.interlock.hold;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.failures.FailureTable;
import dev.interlock.testkit.servers.TestDatabase;
import org.junit.jupiter.api.Tag;

/// The gate forces the same failures on transfers and decrements, whose shell this is.
@Tag("soak")
class HoldFailureTableTest extends FailureTable {

  private static final String READ = Holds.id("read");

  HoldFailureTableTest() {
    super(
        new HoldUnderTest() {
          @Override
          public void begin(TestDatabase database) {
            database.run(Holds.rows(READ, Holds.ALICE_EUR, 1, "'2999-01-01'"));
          }
        },
        new Read(HoldsHandler::new, read("/holds/{id}", READ)),
        new Read(HoldsHandler::new, read("/accounts/{id}/holds", Holds.ALICE_EUR)));
  }

  private static Event read(String route, String id) {
    return Event.get(route).caller("alice").path("id", id);
  }
}
