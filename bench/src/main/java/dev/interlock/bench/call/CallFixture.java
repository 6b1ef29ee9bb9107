package dev.interlock.bench.call;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// A database with demo data and stock for many calls, and requests for it.
///
/// @param requests for a location whose permissions nobody else changes
record CallFixture(DatabaseAddress owner, DatabaseAddress functions, Requests requests) {

  // As the back office receives goods: the journal says where they come from.
  private static final String RECEIVED =
      """
      WITH moved AS (
        UPDATE stock SET on_hand = on_hand + 500000, version = version + 1
         WHERE location_id = 'b0000000-0000-4000-8000-000000000001' AND sku IN ('TEA-100', 'CUP-1')
        RETURNING location_id, sku, version, on_hand
      )
      INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after, reference)
      SELECT location_id, sku, version, 500000, on_hand, 'goods received' FROM moved
      """;

  /// A world in a database that has just been made.
  ///
  /// @param root the checkout, for its events
  static CallFixture in(DatabaseAddress owner, DatabaseAddress functions, Path root)
      throws IOException, SQLException {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(RECEIVED);
    }
    return new CallFixture(owner, functions, new Requests(root, 0));
  }

  interface Use {
    void of(CallFixture world) throws Exception;
  }

  /// Lends a world on a server of its own.
  static void lend(Path root, Path folder, Use use) throws Exception {
    Path cache = root.resolve("tools/emulator/target");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(cache, folder, FreePort.choose(), false)) {
      DatabasePreparation.createDatabase(server);
      PreparedDatabase prepared =
          DatabasePreparation.prepareWithDemoData(server.owner(), "interlock", System.err::println);
      use.of(in(prepared.owner(), prepared.functions(), root));
    }
  }
}
