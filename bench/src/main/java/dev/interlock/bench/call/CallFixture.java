package dev.interlock.bench.call;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.races.contender.DemoOrders;
import java.nio.file.Path;
import java.sql.Connection;

/// A database with demo data, and orders for it.
record CallFixture(DatabaseAddress owner, DatabaseAddress functions, DemoOrders orders) {

  interface Use {
    void of(CallFixture fixture) throws Exception;
  }

  /// Lends a fixture on a temporary server.
  static void lend(Path root, Path folder, Use use) throws Exception {
    Path cache = root.resolve("tools/emulator/target");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(cache, folder, FreePort.choose(), ServerSettings.disposable())) {
      DatabasePreparation.createDatabase(server);
      PreparedDatabase prepared =
          DatabasePreparation.prepareWithDemoData(server.owner(), "interlock", System.err::println);
      try (Connection owner = prepared.owner().connect()) {
        DemoOrders orders = DemoOrders.on(owner);
        use.of(new CallFixture(prepared.owner(), prepared.functions(), orders));
      }
    }
  }
}
