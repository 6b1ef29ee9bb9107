package dev.interlock.emulator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.emulator.operations.TransferApi.Heard;
import dev.interlock.testkit.connections.SilentWire;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/// The transfer function behind the HTTP API with one warm environment, a separate database, and a
/// wire between the two that a fault test can cut or silence.
final class TransferFixture implements AutoCloseable {

  /// Longer than the template's timeout, so that a busy machine fails no test.
  static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(28);

  private static final String LOCK =
      "SELECT 1 FROM account WHERE id = '" + TransferApi.FROM + "' FOR UPDATE";

  final TestDatabase database;
  final Backends backends;
  final SilentWire wire;
  final TransferApi api;

  private TransferFixture(TestDatabase database, SilentWire wire, TransferApi api) {
    this.database = database;
    this.backends = new Backends(database);
    this.wire = wire;
    this.api = api;
  }

  static synchronized TransferFixture open(Path folder, Duration timeout) throws IOException {
    TestDatabase database = TestDatabase.create();
    SilentWire wire = SilentWire.before(database);
    return new TransferFixture(database, wire, warm(folder, database, wire, timeout));
  }

  /// Another instance of the function on the same database, with one warm environment.
  TransferApi another(Path folder) throws IOException {
    return warm(folder, database, wire, FUNCTION_TIMEOUT);
  }

  // One at a time: a JVM's start needs the processor, unlike the faults.
  private static TransferApi warm(
      Path folder, TestDatabase database, SilentWire wire, Duration timeout) throws IOException {
    synchronized (TransferFixture.class) {
      TransferApi api =
          TransferApi.start(
              TransferApi.folder(folder), database.environment(wire.port()), timeout, 1);
      Heard warm = api.transfer(UUID.randomUUID().toString());
      assertThat(warm.status()).as(warm.response().body()).isEqualTo(201);
      return api;
    }
  }

  /// Locks the row that every transfer here writes.
  Session lockedRow() {
    return Session.holding(database, LOCK);
  }

  /// Returns once the server has committed the call with this key.
  void awaitCommitted(String key) {
    await().pollInterval(Duration.ofMillis(10)).until(() -> effects(key) == 1);
  }

  long effects(String key) {
    return database.number(
        "SELECT count(*) FROM idempotency WHERE verdict = 'accepted' AND idempotency_key = '"
            + key
            + "'");
  }

  /// Sends the key again and asserts that it has had one effect, with one answer.
  Heard assertOneEffect(String key) {
    Heard again = api.transfer(key);
    assertThat(again.status()).as(again.response().body()).isEqualTo(201);
    assertThat(effects(key)).isEqualTo(1);
    Invariants.assertHold(database);
    return again;
  }

  @Override
  public void close() {
    api.close();
    wire.close();
    backends.awaitCount(0);
    Invariants.assertHold(database);
  }
}
