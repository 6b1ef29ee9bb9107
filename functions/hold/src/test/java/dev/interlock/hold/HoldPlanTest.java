package dev.interlock.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.api.Caller;
import dev.interlock.database.Database;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.StatementPlan;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Every row is reached by its key or by an index of open holds.
@OnlyPostgres("reads PostgreSQL's plans")
class HoldPlanTest {

  @Test
  void noPlanScansATable() throws SQLException {
    UUID id = UUID.fromString(Holds.ALICE_EUR);
    Caller caller = new Caller("alice");
    try (Database functions = TestDatabase.create().database()) {
      for (String sql :
          List.of(
              new HoldStatement().sql(),
              new SettlementStatement().sql(),
              new HoldQuery(id, caller).sql(),
              new HoldsQuery(id, caller, HoldCursor.START, 10).sql())) {
        String plan = StatementPlan.of(functions, sql);
        assertThat(StatementPlan.scansWithoutKey(plan)).as(plan).isEmpty();
      }
    }
  }
}
