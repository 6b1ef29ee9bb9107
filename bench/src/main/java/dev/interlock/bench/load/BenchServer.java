package dev.interlock.bench.load;

import dev.interlock.bench.part.PartContext;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.races.contender.Contender;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A temporary PostgreSQL with a database for each contender, so that none is affected by what
/// another one left behind.
public final class BenchServer implements AutoCloseable {

  private static final String PASSWORD = "bench";

  private final EmbeddedPostgres server;
  private final Map<Duration, DelayedWire> wires = new HashMap<>();

  private BenchServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /// Starts a durable server, as in production.
  ///
  /// @param settings beyond its defaults, such as `shared_buffers=2GB`
  public static BenchServer start(PartContext context, List<String> settings) throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.start(
            context.root().resolve("tools/emulator/target"),
            context.folder(),
            FreePort.choose(),
            ServerSettings.durable().with(settings));
    try {
      DatabasePreparation.createDatabase(server);
      return new BenchServer(server);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// Creates a database with the tables and the role of the functions.
  public PreparedDatabase create(String name) throws SQLException {
    execute("CREATE DATABASE " + name);
    return DatabasePreparation.prepareWithDemoData(
        server.owner().named(name),
        PASSWORD,
        notice -> {
          throw new IllegalStateException(notice);
        });
  }

  /// Creates a copy of a database, which must not have connections.
  public PreparedDatabase copy(PreparedDatabase template, String name) throws SQLException {
    execute("CREATE DATABASE " + name + " TEMPLATE " + template.owner().database());
    return new PreparedDatabase(
        template.owner().named(name), template.functions().named(name), template.version());
  }

  /// Creates a copy for each contender, in their order.
  Map<Contender, PreparedDatabase> copies(PreparedDatabase template, List<Contender> contenders)
      throws SQLException {
    Map<Contender, PreparedDatabase> copies = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      PreparedDatabase copy = copy(template, "bench_" + contender.name().replace('-', '_'));
      try (Connection owner = copy.owner().connect()) {
        contender.prepare(owner);
      }
      copies.put(contender, copy);
    }
    return copies;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.owner().connect()) {
      Sql.run(connection, sql);
    }
  }

  /// The address by which functions connect, through a wire with this delay.
  public DatabaseAddress functions(PreparedDatabase database, Duration eachWay) throws IOException {
    DatabaseAddress direct = database.functions();
    if (eachWay.isZero()) {
      return direct;
    }
    DelayedWire wire = wires.get(eachWay);
    if (wire == null) {
      wire = DelayedWire.to(direct.port(), eachWay);
      wires.put(eachWay, wire);
    }
    return direct.via(wire.port());
  }

  /// The median round trip of a trivial query.
  ///
  /// @param eachWay the delay of the wire
  public Duration pingMedian(PreparedDatabase database, Duration eachWay)
      throws SQLException, IOException {
    int count = 51;
    long[] nanos = new long[count];
    try (Connection connection = functions(database, eachWay).connect()) {
      for (int n = 0; n < count; n++) {
        long sent = System.nanoTime();
        Sql.run(connection, "SELECT 1");
        nanos[n] = System.nanoTime() - sent;
      }
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[count / 2]);
  }

  @Override
  public void close() throws IOException {
    for (DelayedWire wire : wires.values()) {
      wire.close();
    }
    server.close();
  }
}
