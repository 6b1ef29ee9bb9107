package dev.interlock.emulator.rights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.LocalFunctions;
import dev.interlock.testkit.calls.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The sessions of functions that only read cannot write. The functions start as in Lambda.
class ReadOnlyFunctionsTest {

  private static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  private static final String LOCATION = "b0000000-0000-4000-8000-000000000001";

  /// A view that hides all rows from a session that could write.
  private static final String HIDE =
      """
      ALTER TABLE permission RENAME TO granted;
      CREATE VIEW permission AS
        SELECT * FROM granted WHERE current_setting('transaction_read_only') = 'on';
      GRANT SELECT ON permission TO interlock_function;
      INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, expires_at)
        SELECT location_id, sku, location_id, 1, '2999-01-01T00:00:00Z' FROM stock LIMIT 1;
      """;

  @Test
  void everyReadComesFromASessionThatCannotWrite() throws Exception {
    Map<String, Event> reads =
        Map.of(
            "AccountFunction",
            Event.get("/accounts/{id}").path("id", ACCOUNT),
            "StockFunction",
            Event.get("/stock/{location}/{sku}").path("location", LOCATION).path("sku", "TEA-100"),
            "HoldsFunction",
            Event.get("/accounts/{id}/holds").path("id", ACCOUNT),
            "StockReservationsFunction",
            Event.get("/stock-reservations/{id}").path("id", LOCATION),
            "PermissionsFunction",
            Event.get("/resources/{id}/permissions").path("id", LOCATION));
    try (LocalFunctions functions = LocalFunctions.startFresh(Path.of("../..").toRealPath())) {
      hide(functions);
      assertThat(functions.template().functions())
          .containsKeys(reads.keySet().toArray(String[]::new));
      for (Map.Entry<String, Event> read : reads.entrySet()) {
        byte[] event = read.getValue().caller("alice").json().getBytes(UTF_8);
        assertThat(new String(functions.invoker().invoke(read.getKey(), event), UTF_8))
            .as(read.getKey())
            .contains("\"statusCode\":200");
      }
    }
  }

  private static void hide(LocalFunctions functions) throws SQLException, IOException {
    try (Connection owner = DriverManager.getConnection(functions.ownerConnectionUrl());
        Statement statement = owner.createStatement()) {
      statement.execute(HIDE);
    }
  }
}
