package dev.interlock.local.soak;

import dev.interlock.local.database.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Strikes the database server: it is gone for a moment, with no time to prepare for it.
final class ServerFaults {
  /// On top of what it takes the server to start; calls wait for it, and some give up.
  private static final int AWAY_MILLIS_MAX = 1_000;

  private final EmbeddedPostgres server;

  ServerFaults(EmbeddedPostgres server) {
    this.server = server;
  }

  FaultEvent kill(RandomGenerator random) throws IOException {
    return strike(Fault.DATABASE_KILLED, random, server::killAndStart);
  }

  FaultEvent stop(RandomGenerator random) throws IOException {
    return strike(Fault.DATABASE_STOPPED, random, server::stopAndStart);
  }

  private interface Blow {
    void strike(Duration away) throws IOException;
  }

  private static FaultEvent strike(Fault fault, RandomGenerator random, Blow blow)
      throws IOException {
    Duration away = Duration.ofMillis(random.nextInt(AWAY_MILLIS_MAX));
    Instant at = Instant.now();
    blow.strike(away);
    return new FaultEvent(
        fault, at, Duration.between(at, Instant.now()), Optional.empty(), FaultEvent.DATABASE);
  }
}
