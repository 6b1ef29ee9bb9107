package dev.interlock.soak;

import dev.interlock.emulator.database.ReplicatedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Strikes the database server without warning: it is down for a moment, or lost. One fault strikes
/// at a time.
final class ServerFaults {
  /// Downtime on top of the server's start; calls wait for it, and some give up.
  private static final int AWAY_MILLIS_MAX = 1_000;

  /// How long a primary refuses writes before it is lost.
  private static final int READ_ONLY_MILLIS_MAX = 1_000;

  /// How long clients reach a standby before it is promoted.
  private static final int RECOVERING_MILLIS_MAX = 1_000;

  private final ReplicatedPostgres servers;

  ServerFaults(ReplicatedPostgres servers) {
    this.servers = servers;
  }

  synchronized FaultEvent kill(RandomGenerator random) throws IOException {
    return strike(Fault.DATABASE_KILLED, random, servers.primary()::killAndStart);
  }

  synchronized FaultEvent stop(RandomGenerator random) throws IOException {
    return strike(Fault.DATABASE_STOPPED, random, servers.primary()::stopAndStart);
  }

  /// Returns once there is a primary again; then a new standby must be added.
  synchronized FaultEvent failOver(RandomGenerator random) throws IOException {
    boolean refusesFirst = random.nextBoolean();
    Duration readOnly = Duration.ofMillis(random.nextInt(READ_ONLY_MILLIS_MAX));
    Duration recovering = Duration.ofMillis(random.nextInt(RECOVERING_MILLIS_MAX));
    Instant at = servers.failOver(refusesFirst ? readOnly : Duration.ZERO, recovering);
    return event(Fault.DATABASE_FAILED_OVER, at, Duration.between(at, Instant.now()));
  }

  synchronized void restoreStandby() throws IOException {
    servers.restoreStandby();
  }

  private interface Blow {
    void strike(Duration away) throws IOException;
  }

  private static FaultEvent strike(Fault fault, RandomGenerator random, Blow blow)
      throws IOException {
    Duration away = Duration.ofMillis(random.nextInt(AWAY_MILLIS_MAX));
    Instant at = Instant.now();
    blow.strike(away);
    return event(fault, at, Duration.between(at, Instant.now()));
  }

  private static FaultEvent event(Fault fault, Instant at, Duration lasted) {
    return new FaultEvent(fault, at, lasted, Optional.empty(), FaultEvent.DATABASE);
  }
}
