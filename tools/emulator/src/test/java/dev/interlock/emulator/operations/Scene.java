package dev.interlock.emulator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.emulator.operations.TransferApi.Heard;
import dev.interlock.testkit.Backends;
import dev.interlock.testkit.Invariants;
import dev.interlock.testkit.Session;
import dev.interlock.testkit.SilentWire;
import dev.interlock.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/// What a fault needs: the function behind the HTTP API with one warm environment, a database of
/// its own, and the wire between the two.
final class Scene implements AutoCloseable {

  /// Longer than the template's: how long a busy machine takes is not what is tested.
  static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(28);

  private static final String LOCK =
      "SELECT 1 FROM account WHERE id = '" + TransferApi.FROM + "' FOR UPDATE";

  final TestDatabase database;
  final Backends backends;
  final SilentWire wire;
  final TransferApi api;

  private Scene(TestDatabase database, SilentWire wire, TransferApi api) {
    this.database = database;
    this.backends = new Backends(database);
    this.wire = wire;
    this.api = api;
  }

  static synchronized Scene open(Path folder, Duration timeout) throws IOException {
    TestDatabase database = TestDatabase.create();
    SilentWire wire = SilentWire.before(database);
    return new Scene(database, wire, warm(folder, database, wire, timeout));
  }

  /// The function once more on the same database, with a warm environment of its own.
  TransferApi another(Path folder) throws IOException {
    return warm(folder, database, wire, FUNCTION_TIMEOUT);
  }

  // One after the other: a JVM's start is work, and only the faults are waiting.
  private static TransferApi warm(
      Path folder, TestDatabase database, SilentWire wire, Duration timeout) throws IOException {
    synchronized (Scene.class) {
      TransferApi api =
          TransferApi.start(
              TransferApi.folder(folder), database.environment(wire.port()), timeout, 1);
      Heard warm = api.transfer(UUID.randomUUID().toString());
      assertThat(warm.status()).as(warm.response().body()).isEqualTo(201);
      return api;
    }
  }

  /// Holds the row that every transfer here writes.
  Session lockedRow() {
    return Session.holding(database, LOCK);
  }

  /// Returns once the server has carried out what was sent under a key, whoever knows of it.
  void awaitCommitted(String key) {
    await().pollInterval(Duration.ofMillis(10)).until(() -> effects(key) == 1);
  }

  long effects(String key) {
    return database.number(
        "SELECT count(*) FROM idempotency WHERE verdict = 'accepted' AND idempotency_key = '"
            + key
            + "'");
  }

  /// Sends the key once more and asserts that it has had one effect, with one answer.
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
