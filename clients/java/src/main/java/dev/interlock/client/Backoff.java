package dev.interlock.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The waits between attempts: what the API asks for, and full jitter that doubles with each.
final class Backoff {
  private static final Duration AFTER_429 = Duration.ofSeconds(1);
  private static final int DOUBLINGS_MAX = 30;

  private final ClientSettings settings;

  Backoff(ClientSettings settings) {
    this.settings = settings;
  }

  /// @param attempts so far, from 1
  Duration after(int attempts, Optional<ApiAnswer> answer) {
    return least(answer).plusNanos(ThreadLocalRandom.current().nextLong(jitterMax(attempts) + 1));
  }

  // API Gateway sends no Retry-After.
  private static Duration least(Optional<ApiAnswer> answer) {
    Duration otherwise =
        answer.filter(each -> each.status() == 429).map(each -> AFTER_429).orElse(Duration.ZERO);
    return answer.flatMap(ApiAnswer::retryAfter).orElse(otherwise);
  }

  private long jitterMax(int attempts) {
    Duration doubled =
        settings.delayBase().multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS_MAX));
    return doubled.compareTo(settings.delayMax()) < 0
        ? doubled.toNanos()
        : settings.delayMax().toNanos();
  }
}
