package dev.interlock.typescript;

import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.ServerError;
import dev.interlock.wire.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Strikes one statement in five on its way to the database or back.
final class StruckWire implements Script {
  private static final double SHARE = 0.2;
  private static final double SWALLOWED = 0.002;
  private static final List<Turn> FAULTS =
      List.of(
          Turn.Plain.CUT_BEFORE,
          Turn.Plain.CUT_IN_REQUEST,
          Turn.Plain.CUT_AFTER,
          Turn.Plain.CUT_IN_ANSWER,
          new Turn.Delay(Duration.ofMillis(200)),
          new Turn.RefuseBefore(ServerError.SERIALIZATION_FAILURE),
          new Turn.RefuseBefore(ServerError.DEADLOCK),
          new Turn.RefuseAfter(ServerError.COMPLETION_UNKNOWN),
          new Turn.RefuseAfter(ServerError.QUERY_CANCELED));

  private final Random random;
  private final AtomicInteger struck = new AtomicInteger();

  StruckWire(long seed) {
    random = new Random(seed);
  }

  @Override
  public Turn connecting() {
    return Turn.Plain.PASS;
  }

  @Override
  public Turn next(Request statement) {
    double drawn = random.nextDouble();
    if (drawn < SWALLOWED) {
      return Turn.Plain.SWALLOW_AFTER;
    }
    return drawn < SHARE ? FAULTS.get(random.nextInt(FAULTS.size())) : Turn.Plain.PASS;
  }

  @Override
  public void done(Turn turn, Request statement) {
    struck.incrementAndGet();
  }

  /// How many statements have been struck.
  int struck() {
    return struck.get();
  }
}
