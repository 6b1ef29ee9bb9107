package dev.interlock.client;

import java.time.Duration;

/// How long a client tries, and how it waits in between.
///
/// @param timeMax bounds a whole call, with all attempts and waits
/// @param answerMax bounds the wait for one answer. API Gateway answers within 30 seconds
/// @param delayBase the longest random wait before the second attempt; it doubles with each attempt
/// @param delayMax the longest random wait. `Retry-After` comes on top of it
public record ClientSettings(
    Duration timeMax,
    Duration answerMax,
    Duration delayBase,
    Duration delayMax,
    AttemptListener listener) {

  public ClientSettings {
    if (delayBase.isNegative() || delayMax.isNegative()) {
      throw new IllegalArgumentException("a delay must not be negative");
    }
  }

  /// A minute for a call, 35 seconds for an answer, random waits of up to 10 seconds.
  public static ClientSettings defaults() {
    return new ClientSettings(
        Duration.ofSeconds(60),
        Duration.ofSeconds(35),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        attempt -> {});
  }

  public ClientSettings withTimeMax(Duration most) {
    return new ClientSettings(most, answerMax, delayBase, delayMax, listener);
  }

  public ClientSettings withAnswerMax(Duration most) {
    return new ClientSettings(timeMax, most, delayBase, delayMax, listener);
  }

  public ClientSettings withDelays(Duration base, Duration most) {
    return new ClientSettings(timeMax, answerMax, base, most, listener);
  }

  public ClientSettings withListener(AttemptListener called) {
    return new ClientSettings(timeMax, answerMax, delayBase, delayMax, called);
  }
}
