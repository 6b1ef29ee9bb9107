package dev.interlock.soak;

import dev.interlock.emulator.database.InstalledPgBouncer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Strikes the pooler between functions and database.
public final class PoolerFaults implements Soak.Striking {
  /// Long enough to refuse connections, short enough that no call gives up.
  private static final int AWAY_MILLIS_MAX = 1_000;

  private final InstalledPgBouncer pooler;

  public PoolerFaults(InstalledPgBouncer pooler) {
    this.pooler = pooler;
  }

  @Override
  public Fault.Where where() {
    return Fault.Where.POOLER;
  }

  @Override
  public Optional<FaultEvent> strike(Fault fault, RandomGenerator random) throws IOException {
    if (fault != Fault.POOLER_KILLED) {
      throw new IllegalArgumentException(fault + " strikes no pooler");
    }
    Duration away = Duration.ofMillis(random.nextInt(AWAY_MILLIS_MAX));
    Instant at = Instant.now();
    pooler.killAndStart(away);
    Duration lasted = Duration.between(at, Instant.now());
    return Optional.of(new FaultEvent(fault, at, lasted, Optional.empty(), FaultEvent.DATABASE));
  }
}
