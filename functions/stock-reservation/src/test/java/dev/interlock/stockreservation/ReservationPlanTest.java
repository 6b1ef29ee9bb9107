package dev.interlock.stockreservation;

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

/// Every row is reached by its key or by the index of open lines.
@OnlyPostgres("reads PostgreSQL's plans")
class ReservationPlanTest {

  @Test
  void noPlanScansATable() throws SQLException {
    StockReservationQuery read =
        new StockReservationQuery(UUID.fromString(Reservations.SHOP), new Caller("alice"));
    try (Database functions = TestDatabase.create().database()) {
      for (String sql :
          List.of(
              new StockReservationStatement().sql(),
              new ReservationSettlementStatement().sql(),
              read.sql())) {
        String plan = StatementPlan.of(functions, sql);
        assertThat(StatementPlan.scansWithoutKey(plan)).as(plan).isEmpty();
      }
    }
  }
}
